import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { User } from '../../api/users.ts';
import { usersTexts } from './texts.ts';

const { accounts } = usersTexts;

/** Whether the account may be used at all, whatever the second factor. */
export function AccountStatus({
  user: { enabled, active },
}: {
  readonly user: Pick<User, 'enabled' | 'active'>;
}) {
  if (!active) return <StatusIndicator type="stopped">{accounts.inactive}</StatusIndicator>;
  return enabled ? (
    <StatusIndicator type="success">{accounts.enabled}</StatusIndicator>
  ) : (
    <StatusIndicator type="error">{accounts.disabled}</StatusIndicator>
  );
}
