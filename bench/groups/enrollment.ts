import { appCode, createUser } from '../../test/support/people.ts';
import { atMost } from '../measure/checks.ts';
import { begin } from '../measure/sign-in.ts';
import { type WarmCost, WarmFunction } from '../measure/warm-function.ts';
import type { Group } from './group.ts';

export const enrollment: Group = {
  name: 'enrollment',
  what: 'enrolling and confirming with backup codes',
  async run({ database }) {
    const warm = await WarmFunction.start(await database());
    // Twice: the first enrollment makes the function look up the key to seal with.
    await enroll(warm);
    const { calls, read, write, kms } = await enroll(warm);
    await warm.stop();
    const checks = [atMost('read units', read, 1), atMost('write units', write, 10)];
    const note = `${calls} calls, ${kms} of KMS`;
    return { rows: [{ what: 'Enroll and confirm, with ten backup codes', checks, note }] };
  },
};

async function enroll(warm: WarmFunction): Promise<WarmCost> {
  const { world } = warm;
  const userId = await createUser(world);
  const path = `/v1/verifications/${await begin(world.api, userId)}/enrollment`;
  return warm.cost(async (api) => {
    const { secret } = await api.expect(201, 'POST', path, { as: 'application' });
    const body = { code: appCode(secret, world.now) };
    const confirmed = await api.expect(200, 'POST', `${path}/confirmation`, { as: 'application', body });
    if (confirmed.backupCodes.length !== 10) throw new Error('There are not ten backup codes');
  });
}
