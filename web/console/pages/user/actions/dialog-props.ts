import type { User } from '../../../api/users.ts';

export interface DialogProps {
  readonly user: User;
  onClose(): void;
}
