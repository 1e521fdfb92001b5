import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { listTokens, type Token } from '../../../api/tokens.ts';
import type { User } from '../../../api/users.ts';
import { Empty } from '../../../parts/empty.tsx';
import { ProblemAlert } from '../../../parts/problem-alert.tsx';
import { Refresh } from '../../../parts/refresh.tsx';
import { partTexts } from '../../../parts/texts.ts';
import { Time } from '../../../parts/time.tsx';
import { useNotify } from '../../../shell/notices.tsx';
import { useOperator } from '../../../shell/operator.tsx';
import { href, usePlaceQuery } from '../../../shell/place.ts';
import type { Asked } from './dialogs/dialog.ts';
import { TokenDialogs } from './dialogs/token-dialogs.tsx';
import { isReplaceable } from './forms.ts';
import { tokensTexts as texts } from './texts.ts';
import { TokenMenu } from './token-menu.tsx';
import { TokenStatus } from './token-status.tsx';

const AddToken = lazy(() => import('./add/add-token.tsx'));

/** In the address: `add` names the type that is being added, `replaces` the token that it replaces. */
const anyType = 'any';

const columnsFor = (
  userId: string,
  choose: (token: Token, asked: Asked) => void,
): TableProps.ColumnDefinition<Token>[] => [
  {
    id: 'label',
    header: texts.columns.label,
    isRowHeader: true,
    cell: ({ tokenId, label, typeName }) => (
      <>
        <Link href={href`/users/${userId}/tokens/${tokenId}`}>{label}</Link>
        {label !== typeName && <div>{typeName}</div>}
      </>
    ),
  },
  { id: 'status', header: texts.columns.status, cell: ({ status }) => <TokenStatus status={status} /> },
  {
    id: 'device',
    header: texts.columns.device,
    cell: ({ device, deviceFull }) => deviceFull ?? device ?? partTexts.none,
  },
  {
    id: 'lastUsed',
    header: texts.columns.lastUsed,
    cell: ({ lastUsedAt }) => <Time at={lastUsedAt} otherwise={partTexts.never} />,
  },
  {
    id: 'actions',
    header: texts.columns.actions,
    cell: (token) => (
      <SpaceBetween direction="horizontal" size="xs" alignItems="center">
        <Button
          href={href`/users/${userId}/tokens/${token.tokenId}`}
          ariaLabel={`${texts.view} ${token.label}`}
        >
          {texts.view}
        </Button>
        <TokenMenu token={token} onChoose={(action) => choose(token, { action })} />
      </SpaceBetween>
    ),
  },
];

/** The tokens of a user, and what can be done about each (seed 002). */
export function TokensTab({ user }: { readonly user: User }) {
  const { userId } = user;
  const { may } = useOperator();
  const notify = useNotify();
  const [place, setPlace] = usePlaceQuery();
  const [open, setOpen] = useState<{ readonly token: Token; readonly asked: Asked }>();
  const { data, error, isPending, isFetching, refetch } = useQuery({
    queryKey: ['user', userId, 'tokens'],
    queryFn: () => listTokens(userId),
  });
  const tokens = data?.items ?? [];
  const adding = may('tokens:write') ? place.get('add') : null;
  const close = () => setOpen(undefined);
  const startAdding = (type: string, replaces?: string) => setPlace({ add: type, replaces });
  const stopAdding = () => setPlace({ add: undefined, replaces: undefined });
  const choose = (token: Token, asked: Asked) =>
    asked.action === 'replace' && !isReplaceable(token)
      ? startAdding(token.type, token.tokenId)
      : setOpen({ token, asked });
  const added = () => {
    const replaced = tokens.find(({ tokenId }) => tokenId === place.get('replaces'));
    stopAdding();
    if (!replaced) return;
    notify({ type: 'info', content: texts.replace.next });
    setOpen({ token: replaced, asked: { action: 'delete' } });
  };
  const add = may('tokens:write') && (
    <Button variant="primary" onClick={() => startAdding(anyType)}>
      {texts.add}
    </Button>
  );
  return (
    <SpaceBetween size="m">
      <ProblemAlert problem={error} />
      <Table
        variant="container"
        columnDefinitions={columnsFor(userId, choose)}
        items={tokens}
        trackBy="tokenId"
        loading={isPending}
        loadingText={partTexts.loading}
        ariaLabels={{ tableLabel: texts.title }}
        header={
          <Header
            counter={data && `(${tokens.length})`}
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                <Refresh busy={isFetching} onRefresh={() => void refetch()} />
                {tokens.length > 0 && add}
              </SpaceBetween>
            }
          >
            {texts.title}
          </Header>
        }
        empty={
          <Empty
            title={texts.empty.title}
            hint={add ? texts.empty.hint : texts.empty.readOnly}
            action={add}
          />
        }
      />
      {open && (
        <TokenDialogs
          key={`${open.token.tokenId} ${open.asked.action}`}
          user={user}
          token={open.token}
          asked={open.asked}
          onClose={close}
          onNext={(asked) => choose(open.token, asked)}
          onDeleted={(again) => {
            close();
            if (again) startAdding(open.token.type);
          }}
        />
      )}
      <Suspense fallback={null}>
        {adding && (
          <AddToken key={adding} userId={userId} type={adding} onAdded={added} onClose={stopAdding} />
        )}
      </Suspense>
    </SpaceBetween>
  );
}
