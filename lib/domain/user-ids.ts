/**
 * A user id as it is compared where two spellings must not pass for two people: capital or small, composed or not, in
 * whatever width. Two users may have ids that are alike by this; it only ever refuses more.
 */
const folded = (userId: string): string =>
  userId.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC');

/** Whether two ids or names may be the same person's. */
export const isSameName = (one: string, other: string): boolean => folded(one) === folded(other);
