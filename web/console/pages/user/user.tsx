import Tabs from '@cloudscape-design/components/tabs';
import { useQuery } from '@tanstack/react-query';
import { useParams } from 'wouter';
import { getUser } from '../../api/users.ts';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { Screen } from '../../parts/screen.tsx';
import { Loading } from '../../shell/messages.tsx';
import { useOperator } from '../../shell/operator.tsx';
import { go, href } from '../../shell/place.ts';
import { usersTexts } from '../users/texts.ts';
import { StatusTab } from './status/status-tab.tsx';
import { userTexts as texts } from './texts.ts';
import { TokensTab } from './tokens/tokens-tab.tsx';

const tabs = [
  { id: 'status', privilege: 'users:read', content: StatusTab },
  { id: 'tokens', privilege: 'tokens:read', content: TokensTab },
] as const;

/** One user. Each tab has an address of its own. */
export default function UserDetail() {
  const { userId = '', tab = 'status' } = useParams<{ userId: string; tab?: string }>();
  const { may } = useOperator();
  const { data: user, error } = useQuery({ queryKey: ['user', userId], queryFn: () => getUser(userId) });
  return (
    <Screen title={user?.displayName ?? userId} above={[{ text: usersTexts.title, href: '#/users' }]}>
      <ProblemAlert problem={error} />
      {user ? (
        <Tabs
          ariaLabel={user.displayName}
          activeTabId={tab}
          onChange={({ detail }) => go((detail.activeTabHref ?? '#/').slice(1))}
          tabs={tabs
            .filter(({ privilege }) => may(privilege))
            .map(({ id, content: Content }) => ({
              id,
              label: texts.tabs[id],
              href: href`/users/${userId}/${id}`,
              content: id === tab && <Content user={user} />,
            }))}
        />
      ) : (
        !error && <Loading />
      )}
    </Screen>
  );
}
