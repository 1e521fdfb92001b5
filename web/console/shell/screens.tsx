import { Suspense } from 'react';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import { Crash } from './crash.tsx';
import { Forbidden, Loading, NotFound } from './messages.tsx';
import { useOperator } from './operator.tsx';
import { screens } from './routes.tsx';

/** The screen that the address names, if the operator may see it. */
export function Screens() {
  const [place] = useLocation();
  const { may } = useOperator();
  const home = screens.find(({ nav, privilege }) => nav && may(privilege));
  return (
    <Crash place={place}>
      <Suspense fallback={<Loading />}>
        <Switch>
          {screens.map(({ path, privilege, page: Page }) => (
            <Route key={path} path={path}>
              {may(privilege) ? <Page /> : <Forbidden privilege={privilege} />}
            </Route>
          ))}
          {home && (
            <Route path="/">
              <Redirect to={home.path.replace(/\/:.*$/, '')} replace />
            </Route>
          )}
          <Route>
            <NotFound />
          </Route>
        </Switch>
      </Suspense>
    </Crash>
  );
}
