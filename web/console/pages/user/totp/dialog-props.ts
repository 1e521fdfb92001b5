import type { User } from '../../../api/users.ts';

export interface TotpDialogProps {
  readonly user: User;
  /** Whether there is a key; `undefined` for whom it is not to see. */
  readonly keyExists: boolean | undefined;
  onClose(): void;
}
