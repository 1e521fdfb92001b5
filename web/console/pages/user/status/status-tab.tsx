import type { User } from '../../../api/users.ts';
import { StageStatus } from '../../../parts/stage.tsx';

export function StatusTab({ user }: { readonly user: User }) {
  return <StageStatus stage={user.stage} />;
}
