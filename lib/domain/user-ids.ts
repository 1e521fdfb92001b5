/**
 * A user id in the form for comparison, so that two spellings cannot pass for two people: upper or lower case,
 * composed or not, in any width. Two different users may have ids that are equal in this form; it only ever refuses
 * more.
 */
const folded = (userId: string): string =>
  userId.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC');

/** Whether two ids or names may be the same person's. */
export const isSameName = (one: string, other: string): boolean => folded(one) === folded(other);
