import type { EnrollingInSignIns, PendingEnrollment, SetupLink } from '../domain/user-state.ts';

type PendingById = Readonly<Record<string, PendingEnrollment>>;

/** The format in use while a user had at most one pending enrollment. */
interface SinglePending extends Record<string, unknown> {
  readonly tokenId: string;
  readonly typed: boolean;
  readonly shown: boolean;
}

const isSinglePending = (pending: object): pending is SinglePending =>
  'tokenId' in pending && typeof pending.tokenId === 'string';

/**
 * A key that an operator typed, and one that a link leads to, are the operator's. For any other, nothing records who
 * started it: treated as the user's it can still be confirmed, and blocks nobody.
 */
function fromSinglePending(
  { typed, shown, ...pending }: SinglePending,
  link: SetupLink | undefined,
): PendingById {
  const by = typed || link?.tokenId === pending.tokenId ? 'operator' : 'user';
  const seen = 'secret' in pending ? { seen: typed || shown } : {};
  return { [pending.tokenId]: { ...pending, by, ...seen } as unknown as PendingEnrollment };
}

/** What waits for a first code, in either format. */
export type StoredPending = PendingById | SinglePending;

export const decodePending = (stored: StoredPending, link: SetupLink | undefined): PendingById =>
  isSinglePending(stored) ? fromSinglePending(stored, link) : stored;

/** `<at in base 36> <data key> <type> ...` */
export const encodeEnrolling = ({ at, keyId, types }: EnrollingInSignIns): string =>
  [at.toString(36), keyId, ...types].join(' ');

export function decodeEnrolling(text: string): EnrollingInSignIns {
  const [at = '', keyId, ...types] = text.split(' ');
  return { at: Number.parseInt(at, 36), keyId: Number(keyId), types };
}
