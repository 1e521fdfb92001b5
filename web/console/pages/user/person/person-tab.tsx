import type { User } from '../../../api/users.ts';
import { useOperator } from '../../../shell/operator.tsx';
import { PersonDisplay } from './person-display.tsx';
import { PersonEditor } from './person-editor.tsx';

/** 3.09: everything about the person, to change for whoever may. */
export function PersonTab({ user }: { readonly user: User }) {
  const { may } = useOperator();
  return may('users:write') ? <PersonEditor user={user} /> : <PersonDisplay user={user} />;
}
