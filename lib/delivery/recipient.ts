import { heldSince } from '../domain/renaming.ts';
import type { User } from '../domain/user-state.ts';
import type { Table } from '../store/client.ts';
import type { Message } from '../store/outbox.ts';
import { findRenaming } from '../store/renamings.ts';
import { readUser } from '../store/users.ts';

/** Renamings that a message follows. */
const mostRenamings = 10;

/**
 * The person that a message is for: the one who had the id when it was written, under their current id. Somebody new
 * may have the old id in the meantime and must not get the message.
 */
export async function recipientOf(
  table: Table,
  { userId, createdAt, at = createdAt * 1000 + 999 }: Pick<Message, 'userId' | 'createdAt' | 'at'>,
): Promise<User | undefined> {
  let [id, moment] = [userId, at];
  for (let renamings = 0; renamings <= mostRenamings; renamings++) {
    const user = await readUser(table, id, { consistent: true });
    if (user && user.state.deletedAt === undefined && heldSince(user.profile) <= moment) return user;
    const renamed = await findRenaming(table, id, moment);
    if (!renamed) return undefined;
    [id, moment] = [renamed.to, renamed.heldFrom];
  }
  return undefined;
}
