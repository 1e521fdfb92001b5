import Autosuggest from '@cloudscape-design/components/autosuggest';
import { useState } from 'react';
import type { User } from '../../../api/users.ts';
import { partTexts } from '../../../parts/texts.ts';
import { useFoundUsers } from '../../../parts/use-found-users.ts';
import { resetTexts as texts } from './texts.ts';

interface Props {
  /** The picked user. */
  readonly user: User | undefined;
  onPick(userId: string | undefined): void;
}

const named = ({ displayName, userId }: User): string => `${displayName} (${userId})`;

/** A field in which a user is searched and picked. What is only typed picks nobody. */
export function UserSearch({ user, onPick }: Props) {
  const [typed, setTyped] = useState('');
  const { users, more, waiting, problem, again } = useFoundUsers(typed, user === undefined);
  return (
    <Autosuggest
      value={user ? named(user) : typed}
      placeholder={texts.search}
      filteringType="manual"
      hideEnteredTextOption
      options={(users ?? []).map((one) => ({
        value: one.userId,
        label: named(one),
        description: one.email,
      }))}
      statusType={problem ? 'error' : waiting ? 'loading' : 'finished'}
      loadingText={partTexts.loading}
      errorText={problem?.message ?? ''}
      finishedText={more ? texts.more : users?.length === 0 ? texts.noMatch : ''}
      enteredTextLabel={texts.use}
      onLoadItems={() => problem && again()}
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
