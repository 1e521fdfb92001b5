import type { User } from '../../../api/users.ts';

export function TokensTab({ user }: { readonly user: User }) {
  return <p>{user.userId}</p>;
}
