import Autosuggest from '@cloudscape-design/components/autosuggest';
import FormField from '@cloudscape-design/components/form-field';
import { useFoundUsers } from '../../parts/use-found-users.ts';
import { hardwareTexts } from './texts.ts';

const texts = hardwareTexts.user;

interface Props {
  readonly userId: string;
  readonly error: string | undefined;
  onChange(userId: string): void;
}

/** A user by the beginning of a name, an id or an address. */
export function UserPicker({ userId, error, onChange }: Props) {
  const { users, waiting } = useFoundUsers(userId);
  const options = (users ?? []).map((user) => ({
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
        statusType={waiting ? 'loading' : 'finished'}
        enteredTextLabel={texts.use}
        empty={texts.none}
        onChange={({ detail }) => onChange(detail.value)}
      />
    </FormField>
  );
}
