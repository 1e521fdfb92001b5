import Tabs from '@cloudscape-design/components/tabs';
import { lazy, Suspense } from 'react';
import { Redirect } from 'wouter';
import { Screen } from '../../parts/screen.tsx';
import { Forbidden, Loading, NotFound } from '../../shell/messages.tsx';
import { useOperator } from '../../shell/operator.tsx';
import { go, href, usePlaceNames } from '../../shell/place.ts';
import { descriptionOf, twoFactorTexts as texts } from './texts.ts';

const tabs = [
  { id: 'settings', privilege: 'settings:read', content: lazy(() => import('./settings/settings-tab.tsx')) },
  { id: 'overview', privilege: 'overview:read', content: lazy(() => import('./overview/overview-tab.tsx')) },
  { id: 'reset', privilege: 'enrollment:reset', content: lazy(() => import('./reset/reset-tab.tsx')) },
] as const;

/** 1.01: one page, three tabs, each for those who hold its privilege. Opens with how things stand. */
export default function TwoFactor() {
  const { tab } = usePlaceNames<'tab'>();
  const { may } = useOperator();
  const offered = tabs.filter(({ privilege }) => may(privilege));
  const first = offered.find(({ id }) => id === 'overview') ?? offered[0];
  if (tab === undefined && first) return <Redirect to={`/two-factor/${first.id}`} replace />;
  const wanted = tabs.find(({ id }) => id === tab);
  if (!wanted) return <NotFound />;
  if (!may(wanted.privilege)) return <Forbidden privilege={wanted.privilege} />;
  return (
    <Screen title={texts.title} description={descriptionOf(offered.map(({ id }) => id))}>
      <Tabs
        ariaLabel={texts.title}
        activeTabId={wanted.id}
        onChange={({ detail }) => go((detail.activeTabHref ?? '#/').slice(1))}
        tabs={offered.map(({ id, content: Content }) => ({
          id,
          label: texts.tabs[id],
          href: href`/two-factor/${id}`,
          content: id === wanted.id && (
            <Suspense fallback={<Loading />}>
              <Content />
            </Suspense>
          ),
        }))}
      />
    </Screen>
  );
}
