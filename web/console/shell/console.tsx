import AppLayout from '@cloudscape-design/components/app-layout';
import { Suspense, useState } from 'react';
import { Redirect, Route, Router, Switch } from 'wouter';
import type { Session } from '../../shared/sign-in.ts';
import { Crash } from './crash.tsx';
import { Forbidden, Loading, NotFound } from './messages.tsx';
import { Notices } from './notices.tsx';
import { useOperator } from './operator.tsx';
import { usePath } from './place.ts';
import { screens } from './routes.tsx';
import { SideBar } from './side-bar.tsx';
import { shellTexts as texts } from './texts.ts';
import { TopBar } from './top-bar.tsx';

/** The frame around every screen. */
export function Console({ session }: { readonly session: Session }) {
  const [open, setOpen] = useState(() => matchMedia('(min-width: 60rem)').matches);
  return (
    <Router hook={usePath}>
      <header id="top-bar">
        <TopBar session={session} />
      </header>
      <AppLayout
        headerSelector="#top-bar"
        toolsHide
        navigationOpen={open}
        onNavigationChange={({ detail }) => setOpen(detail.open)}
        navigation={<SideBar />}
        notifications={<Notices />}
        stickyNotifications
        content={<Screens />}
        ariaLabels={{
          navigation: texts.navigation,
          navigationClose: texts.closeNavigation,
          navigationToggle: texts.openNavigation,
          notifications: texts.notices,
        }}
      />
    </Router>
  );
}

function Screens() {
  const { may } = useOperator();
  const home = screens.find(({ nav, privilege }) => nav && may(privilege));
  return (
    <Crash>
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
