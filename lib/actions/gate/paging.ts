import type { Page } from '../../domain/page.ts';
import { invalidFields } from '../../domain/problems.ts';

/**
 * One page of a list.
 *
 * @param next position of the last entry that was looked at, if there may be more: callers hand it back as the cursor
 */
export const pageOf = <T>(items: readonly T[], next?: string): Page<T> => ({ items, ...cursorAt(next) });

/** The member by which callers go on from here, unless this is the end. */
export const cursorAt = (next: string | undefined): { readonly nextCursor?: string } =>
  next === undefined ? {} : { nextCursor: Buffer.from(next).toString('base64url') };

/**
 * The position that a cursor names; `undefined` at the beginning of a list.
 *
 * @param read what the position says, or `undefined` where it is none of this list
 * @throws Problem `invalid-request`
 */
export function placeOf<T>(
  cursor: string | undefined,
  read: (position: string) => T | undefined,
): T | undefined {
  if (cursor === undefined) return undefined;
  const position = Buffer.from(cursor, 'base64url').toString();
  // Other bytes than those of text would be longer once read as text, and no key may be that long.
  const place = Buffer.from(position).toString('base64url') === cursor ? read(position) : undefined;
  if (place !== undefined) return place;
  throw invalidFields([{ path: 'cursor', message: 'is not a cursor of this list' }]);
}

/** Of lists that take any position: where it lies outside of them, nothing follows. */
export const anyPlace = (position: string): string => position;
