import { config } from '../../infra.config.ts';
import { type Diagnosis, diagnose } from '../domain/diagnosis.ts';
import { type Stage, stageOf } from '../domain/enrollment.ts';
import type { Services } from '../services.ts';
import { noCodesUntil } from '../store/send-caps.ts';
import { statusOf } from '../token-types/token-status.ts';
import { withQuestions } from './diagnose-questions.ts';
import { getUser } from './users.ts';

/** N.02: the diagnosis of a user as they stand, with what stands beside their state: obsolete types, used up caps. */
export async function diagnoseUser(
  services: Services,
  userId: string,
): Promise<Diagnosis & { readonly stage: Stage }> {
  const [user, policy] = await Promise.all([getUser(services, userId), services.policy()]);
  const { state, tokens } = user;
  const { settings } = policy;
  const now = Math.floor(services.clock() / 1000);
  const obsolete = tokens.flatMap((record) =>
    statusOf(record, { status: 'active' }, policy, now) === 'OBSOLETE' ? [record.tokenId] : [],
  );
  const sends = tokens.some(({ device }) => device && device.kind !== 'serial');
  const until = sends ? await noCodesUntil(services.table, userId, config.sendCaps, now) : undefined;
  return {
    stage: stageOf(state, settings, now),
    ...withQuestions(diagnose(state, settings, now, { obsolete, noCodesUntil: until }), user, policy, now),
  };
}
