import Link from '@cloudscape-design/components/link';
import { useOperator } from '../shell/operator.tsx';
import { href } from '../shell/place.ts';

interface Props {
  readonly userId: string;
  /** What is shown instead of the id. */
  readonly name?: string;
}

/** A user's name that leads to their screen, for whom may see it. */
export function UserLink({ userId, name = userId }: Props) {
  const { may } = useOperator();
  return may('users:read') ? <Link href={href`/users/${userId}`}>{name}</Link> : name;
}
