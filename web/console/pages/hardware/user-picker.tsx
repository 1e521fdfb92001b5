import Autosuggest from '@cloudscape-design/components/autosuggest';
import FormField from '@cloudscape-design/components/form-field';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { listUsers } from '../../api/users.ts';
import { hardwareTexts } from './texts.ts';

const texts = hardwareTexts.user;
const offered = 10;

interface Props {
  readonly userId: string;
  readonly error: string | undefined;
  onChange(userId: string): void;
}

/** A user by the beginning of a name, an id or an address. */
export function UserPicker({ userId, error, onChange }: Props) {
  const query = userId.trim();
  const { data, isFetching } = useQuery({
    queryKey: ['users', 'offered', query],
    queryFn: () => listUsers({ query }, undefined, offered),
    placeholderData: keepPreviousData,
  });
  const options = (data?.items ?? []).map((user) => ({
    value: user.userId,
    label: user.displayName,
    description: `${user.userId} · ${user.email}`,
  }));
  return (
    <FormField label={texts.label} description={texts.hint} errorText={error}>
      <Autosuggest
        value={userId}
        options={options}
        filteringType="manual"
        statusType={isFetching ? 'loading' : 'finished'}
        enteredTextLabel={texts.use}
        empty={texts.none}
        onChange={({ detail }) => onChange(detail.value)}
      />
    </FormField>
  );
}
