import Autosuggest from '@cloudscape-design/components/autosuggest';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { listUsers, type User } from '../../../api/users.ts';
import { partTexts } from '../../../parts/texts.ts';
import { useSettled } from '../../../parts/use-settled.ts';
import { resetTexts as texts } from './texts.ts';

/** Suggestions at a time; who is not among them is found by typing more. */
const shown = 10;

interface Props {
  /** Who is picked. */
  readonly user: User | undefined;
  onPick(userId: string | undefined): void;
}

const named = ({ displayName, userId }: User): string => `${displayName} (${userId})`;

/** A field in which a user is searched and picked. What is only typed picks nobody. */
export function UserSearch({ user, onPick }: Props) {
  const [typed, setTyped] = useState('');
  const query = useSettled(typed.trim());
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ['users', { query }, 'suggestions'],
    queryFn: () => listUsers({ query }, undefined, shown),
    placeholderData: keepPreviousData,
    enabled: user === undefined,
  });
  const waiting = isFetching || query !== typed.trim();
  return (
    <Autosuggest
      value={user ? named(user) : typed}
      placeholder={texts.search}
      filteringType="manual"
      hideEnteredTextOption
      options={(data?.items ?? []).map((one) => ({
        value: one.userId,
        label: named(one),
        description: one.email,
      }))}
      statusType={error ? 'error' : waiting ? 'loading' : 'finished'}
      loadingText={partTexts.loading}
      errorText={error?.message ?? ''}
      finishedText={data?.nextCursor ? texts.more : data?.items.length === 0 ? texts.noMatch : ''}
      enteredTextLabel={texts.use}
      onLoadItems={() => error && void refetch()}
      onChange={({ detail }) => {
        setTyped(detail.value);
        if (user) onPick(undefined);
      }}
      onSelect={({ detail }) => {
        if (detail.selectedOption) onPick(detail.value);
      }}
    />
  );
}
