import type { Page } from '../../domain/page.ts';
import { invalidFields } from '../../domain/problems.ts';

/**
 * One page of a list.
 *
 * @param next position of the last entry that was read, if there may be more: callers return it as the cursor
 */
export const pageOf = <T>(items: readonly T[], next?: string): Page<T> => ({ items, ...cursorAt(next) });

/** The member with which callers continue, unless this is the end. */
export const cursorAt = (next: string | undefined): { readonly nextCursor?: string } =>
  next === undefined ? {} : { nextCursor: Buffer.from(next).toString('base64url') };

/**
 * The position in a cursor; `undefined` at the beginning of a list.
 *
 * @param read what the position says, or `undefined` if it is not of this list
 * @throws Problem `invalid-request`
 */
export function placeOf<T>(
  cursor: string | undefined,
  read: (position: string) => T | undefined,
): T | undefined {
  if (cursor === undefined) return undefined;
  const position = Buffer.from(cursor, 'base64url').toString();
  // Bytes that are not text would become longer as text, and no key may be that long.
  const place = Buffer.from(position).toString('base64url') === cursor ? read(position) : undefined;
  if (place !== undefined) return place;
  throw invalidFields([{ path: 'cursor', message: 'is not a cursor of this list' }]);
}

/** For lists that accept any position: beyond their end nothing follows. */
export const anyPlace = (position: string): string => position;
