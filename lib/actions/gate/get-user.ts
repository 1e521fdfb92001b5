import { Problem } from '../../domain/problems.ts';
import { asItStands } from '../../domain/requirement.ts';
import type { User } from '../../domain/user-state.ts';
import type { Services } from '../../services.ts';
import { readUser } from '../../store/users.ts';
import { userNotFound } from './change-user.ts';

/** A user under the class as defined at this moment. */
export async function getUser(services: Services, userId: string): Promise<User> {
  const [user, policy] = await Promise.all([
    readUser(services.table, userId, { consistent: true }),
    services.policy(),
  ]);
  if (!user) throw userNotFound();
  return asItStands(user, policy, Math.floor(services.clock() / 1000));
}

export const idTaken = (): Problem =>
  new Problem(
    'already-exists',
    'A user with this id already exists. Change it with PATCH, or choose another id.',
  );
