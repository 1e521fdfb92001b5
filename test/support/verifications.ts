import { readVerificationId } from '../../lib/actions/verification/verification-ids.ts';
import type { StartedVerification } from '../../lib/domain/session-state.ts';
import type { World } from './world.ts';

/** What the sealed id of a verification says, for looking past the API. */
export async function opened(
  { services }: Pick<World, 'services'>,
  verificationId: string,
): Promise<StartedVerification> {
  const started = await readVerificationId(services, verificationId);
  if (!started) throw new Error('This is no id of a verification');
  return started;
}
