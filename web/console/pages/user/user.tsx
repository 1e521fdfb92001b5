import SpaceBetween from '@cloudscape-design/components/space-between';
import Tabs from '@cloudscape-design/components/tabs';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { getUser } from '../../api/users.ts';
import { ForUser, OutOfReach } from '../../parts/for-user.tsx';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { Screen } from '../../parts/screen.tsx';
import { StageStatus } from '../../parts/stage.tsx';
import { Forbidden, Loading, NotFound } from '../../shell/messages.tsx';
import { useOperator } from '../../shell/operator.tsx';
import { go, href, usePlaceNames } from '../../shell/place.ts';
import { AccountStatus } from '../users/account-status.tsx';
import { usersTexts } from '../users/texts.ts';
import type { AccountAction } from './account-actions.ts';
import { AskContext } from './ask.ts';
import { userTexts as texts } from './texts.ts';
import { UserActions } from './user-actions.tsx';

const AccountDialog = lazy(() => import('./actions/account-dialog.tsx'));

/** The tabs, each loaded when it is opened. Any of its privileges offers a tab. */
const tabs = [
  {
    id: 'status',
    privileges: ['users:read'],
    content: lazy(async () => ({ default: (await import('./status/status-tab.tsx')).StatusTab })),
  },
  {
    id: 'person',
    privileges: ['users:read'],
    content: lazy(async () => ({ default: (await import('./person/person-tab.tsx')).PersonTab })),
  },
  {
    id: 'tokens',
    privileges: ['tokens:read'],
    content: lazy(async () => ({ default: (await import('./tokens/tokens-tab.tsx')).TokensTab })),
  },
  {
    id: 'totp',
    privileges: ['tokens:write', 'secrets:reveal', 'backup-codes:recreate'],
    content: lazy(async () => ({ default: (await import('./totp/totp-tab.tsx')).TotpTab })),
  },
  {
    id: 'events',
    privileges: ['events:read'],
    content: lazy(async () => ({ default: (await import('./events/events-tab.tsx')).EventsTab })),
  },
] as const;

/** One user. Each tab has an address of its own. */
export default function UserDetail() {
  const { userId = '', tab = 'status' } = usePlaceNames<'userId' | 'tab'>();
  const { may } = useOperator();
  const [asked, ask] = useState<AccountAction>();
  const { data: user, error } = useQuery({ queryKey: ['user', userId], queryFn: () => getUser(userId) });
  const wanted = tabs.find(({ id }) => id === tab);
  if (!wanted) return <NotFound />;
  if (!may(wanted.privileges)) return <Forbidden privilege={wanted.privileges} />;
  return (
    <Screen
      title={user?.displayName ?? userId}
      above={[{ text: usersTexts.title, href: '#/users' }]}
      description={
        user && (
          <SpaceBetween direction="horizontal" size="m">
            <span>{userId}</span>
            <StageStatus stage={user.stage} />
            <AccountStatus user={user} />
          </SpaceBetween>
        )
      }
      actions={
        user && (
          <ForUser user={user}>
            <UserActions user={user} onAsk={ask} />
          </ForUser>
        )
      }
    >
      <ProblemAlert problem={error} />
      {user ? (
        <AskContext.Provider value={ask}>
          <OutOfReach user={user} />
          <Tabs
            ariaLabel={user.displayName}
            activeTabId={tab}
            onChange={({ detail }) => go((detail.activeTabHref ?? '#/').slice(1))}
            tabs={tabs
              .filter(({ privileges }) => may(privileges))
              .map(({ id, content: Content }) => ({
                id,
                label: texts.tabs[id],
                href: href`/users/${userId}/${id}`,
                content: id === tab && (
                  <Suspense fallback={<Loading />}>
                    <ForUser user={user}>
                      <Content key={userId} user={user} />
                    </ForUser>
                  </Suspense>
                ),
              }))}
          />
          {asked && (
            <Suspense>
              <AccountDialog user={user} action={asked} onClose={() => ask(undefined)} />
            </Suspense>
          )}
        </AskContext.Provider>
      ) : (
        !error && <Loading />
      )}
    </Screen>
  );
}
