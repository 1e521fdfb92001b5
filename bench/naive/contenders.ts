import { createSecretKey, randomBytes } from 'node:crypto';
import { definition as verifyFunction } from '../../functions/verify.ts';
import { seal } from '../../lib/crypto/sealing.ts';
import type { Services } from '../../lib/services.ts';
import { toItem } from '../../lib/store/items.ts';
import { hotpCode } from '../../lib/token-types/otp.ts';
import { Api } from '../../test/support/api.ts';
import { enrolledItems, memberId, putAll } from '../measure/crowd.ts';
import { answered, begin } from '../measure/sign-in.ts';
import { concurrently } from '../measure/statistics.ts';
import { type NaiveSession, type NaiveUser, naiveKeys, secretOf } from './items.ts';
import { naiveRoute } from './route.ts';

/** One way to verify, with users whose verifications can be opened all at once and answered one by one. */
export interface Contender {
  /** Opens a verification for each user, unmeasured. */
  readonly open: () => Promise<void>;
  /** Answers the open verification of one user, by default with the code of this moment. */
  readonly verify: (user: number, code?: string) => Promise<unknown>;
}

/** Formatted like an id, so that both fronts parse the same. */
const sessionOf = (user: number, round: number): string => `session-${round}-${user}`;

export async function contendersOf(
  services: Services,
  users: number,
): Promise<{ ours: Contender; naive: Contender }> {
  const secret = randomBytes(20);
  const key = createSecretKey(secret);
  const now = (): number => Math.floor(services.clock() / 1_000);
  const code = (): string =>
    hotpCode(key, Math.floor(now() / 30), { algorithm: 'SHA1', digits: 6, periodSeconds: 30 });
  const dataKey = await services.keyring.current();
  const ids = Array.from({ length: users }, (_, user) => memberId(user));

  await putAll(
    services.table,
    ids.flatMap((userId) => enrolledItems(services, dataKey, userId, secret)),
  );
  const api = new Api(services, [verifyFunction]);
  const open: string[] = [];
  const ours: Contender = {
    open: () =>
      concurrently(16, ids.keys(), async (user) => {
        open[user] = await begin(api, ids[user] ?? '');
      }),
    verify: (user, typed = code()) => answered(200, api, open[user] ?? '', typed),
  };

  // In the same table: its stream and its indexes cost DynamoDB Local time with every write, whoever makes it.
  const { table } = services;
  const naiveIds = Array.from({ length: users }, (_, user) => memberId(user, 'naive'));
  const naiveApi = new Api(services, [{ name: 'verify', routes: [naiveRoute(table)] }]);
  const naiveUser = (userId: string): NaiveUser => ({
    userId,
    enabled: true,
    secret: seal(secret, secretOf(userId), dataKey, services.random),
    lastStep: 0,
    failures: 0,
  });
  const naiveSession = (userId: string): NaiveSession => ({
    userId,
    status: 'open',
    attempts: 0,
    expiresAt: now() + 600,
  });
  await putAll(
    table,
    naiveIds.map((userId) => toItem({ ...naiveUser(userId), ...naiveKeys.user(userId) })),
  );
  let round = 0;
  const naive: Contender = {
    async open() {
      round++;
      await putAll(
        table,
        naiveIds.map((userId, user) =>
          toItem({ ...naiveSession(userId), ...naiveKeys.session(sessionOf(user, round)) }),
        ),
      );
    },
    verify: (user, typed = code()) => answered(200, naiveApi, sessionOf(user, round), typed),
  };
  return { ours, naive };
}
