import Alert from '@cloudscape-design/components/alert';
import Container from '@cloudscape-design/components/container';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { getToken, type Token } from '../../../api/tokens.ts';
import { getUser } from '../../../api/users.ts';
import { ForUser, OutOfReach } from '../../../parts/for-user.tsx';
import { ProblemAlert } from '../../../parts/problem-alert.tsx';
import { Screen } from '../../../parts/screen.tsx';
import { partTexts } from '../../../parts/texts.ts';
import { Time } from '../../../parts/time.tsx';
import { Loading } from '../../../shell/messages.tsx';
import { go, href, usePlaceNames } from '../../../shell/place.ts';
import { usersTexts } from '../../users/texts.ts';
import type { Asked } from './dialogs/dialog.ts';
import { TokenDialogs } from './dialogs/token-dialogs.tsx';
import { isReplaceable } from './forms.ts';
import { tokensTexts as texts } from './texts.ts';
import { TokenMenu } from './token-menu.tsx';
import { TokenStatus } from './token-status.tsx';

/** 2.05: one token in detail, with its context menu. */
export default function TokenDetail() {
  const { userId = '', tokenId = '' } = usePlaceNames<'userId' | 'tokenId'>();
  const [asked, setAsked] = useState<Asked>();
  const user = useQuery({ queryKey: ['user', userId], queryFn: () => getUser(userId) });
  const { data: token, error } = useQuery({
    queryKey: ['user', userId, 'tokens', tokenId],
    queryFn: () => getToken(userId, tokenId),
  });
  const list = href`/users/${userId}/tokens`;
  const toList = (query = '') => go(`${list.slice(1)}${query}`);
  const choose = (next: Asked) => {
    if (next.action !== 'replace' || !token || isReplaceable(token)) return setAsked(next);
    toList(`?${new URLSearchParams({ add: token.type, replaces: tokenId })}`);
  };
  return (
    <Screen
      title={token?.label ?? texts.detail}
      above={[
        { text: usersTexts.title, href: '#/users' },
        { text: user.data?.displayName ?? userId, href: list },
      ]}
      actions={
        token && (
          <ForUser user={user.data}>
            <TokenMenu token={token} named onChoose={(action) => choose({ action })} />
          </ForUser>
        )
      }
    >
      <SpaceBetween size="m">
        <ProblemAlert problem={error ?? user.error} />
        {user.data && <OutOfReach user={user.data} />}
        {token ? <Details token={token} /> : !error && <Loading />}
      </SpaceBetween>
      {asked && token && user.data && (
        <TokenDialogs
          key={asked.action}
          user={user.data}
          token={token}
          asked={asked}
          onClose={() => setAsked(undefined)}
          onNext={choose}
          onDeleted={(again) => toList(again ? `?${new URLSearchParams({ add: token.type })}` : '')}
        />
      )}
    </Screen>
  );
}

function Details({ token }: { readonly token: Token }) {
  const { fields } = texts;
  const { status, label, typeName, comment, device, deviceFull } = token;
  const { lastUsedAt, lastDelivery, updatedAt, createdAt, expiresAt } = token;
  const obsolete = status === 'OBSOLETE';
  return (
    <SpaceBetween size="m">
      {obsolete && (
        <Alert type="warning" header={texts.statuses[status]}>
          {texts.explained[status]} {isReplaceable(token) && texts.obsoleteSent}
        </Alert>
      )}
      {lastDelivery && (
        <Alert type="warning" header={texts.notArrived.header}>
          {texts.notArrived[lastDelivery.status]} <Time at={lastDelivery.at} />
        </Alert>
      )}
      <Container>
        <KeyValuePairs
          columns={3}
          items={[
            {
              label: fields.status,
              value: (
                <>
                  <TokenStatus status={status} />
                  {!obsolete && <div>{texts.explained[status]}</div>}
                </>
              ),
            },
            { label: fields.description, value: label },
            { label: fields.device, value: deviceFull ?? device ?? partTexts.none },
            { label: fields.lastUsed, value: <Time at={lastUsedAt} otherwise={partTexts.never} /> },
            { label: fields.updated, value: <Time at={updatedAt} /> },
            { label: fields.expires, value: <Time at={expiresAt} otherwise={texts.neverExpires} /> },
            { label: fields.type, value: typeName },
            { label: fields.created, value: <Time at={createdAt} /> },
            { label: fields.comment, value: comment ?? partTexts.none },
            ...(token.questions
              ? [
                  {
                    label: fields.questions,
                    value: (
                      <ul>
                        {token.questions.map(({ questionId, text }) => (
                          <li key={questionId}>{text}</li>
                        ))}
                      </ul>
                    ),
                  },
                ]
              : []),
          ]}
        />
      </Container>
    </SpaceBetween>
  );
}
