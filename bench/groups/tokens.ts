import { appCode, type Enrolled, enrolledUser } from '../../test/support/people.ts';
import { answered, begin } from '../measure/sign-in.ts';
import { WarmFunction } from '../measure/warm-function.ts';
import type { Group } from './group.ts';

export const tokens: Group = {
  name: 'tokens',
  what: 'what a sign-in costs as its user has more tokens',
  async run({ quick, database, progress }) {
    const warm = await WarmFunction.start(await database());
    const person = await enrolledUser(warm.world);
    const rows: string[][] = [];
    let held = 1;
    // Eight is the maximum per user (P.04).
    for (const wanted of quick ? [1, 3] : [1, 2, 3, 5, 8]) {
      for (; held < wanted; held++) await addToken(warm, person);
      let id = '';
      const started = await warm.cost(async (api) => {
        id = await begin(api, person.userId);
      });
      const verified = await warm.cost((api) => {
        return answered(200, api, id, appCode(person.secret, warm.world.now));
      });
      const units = [started, verified].flatMap(({ read, write }) => [read, write]);
      rows.push([held, started.calls, verified.calls, ...units].map(String));
      progress(`${held} tokens`);
    }
    await warm.stop();
    return {
      tables: [
        {
          title: 'Growth with the tokens of a user',
          columns: [
            'tokens',
            'calls to start',
            'calls to answer',
            'start: read',
            'start: write',
            'answer: read',
            'answer: write',
          ],
          rows,
          note: 'Each user here also has ten backup codes. A read is half a unit for every 4 KB of the user, a write one unit for every KB of STATE.',
        },
      ],
    };
  },
};

async function addToken({ world }: WarmFunction, { userId }: Enrolled): Promise<void> {
  const path = `/v1/users/${userId}/tokens`;
  const { tokenId, secret } = await world.api.expect(201, 'POST', path, { body: { type: 'totp' } });
  const body = { code: appCode(secret, world.now) };
  await world.api.expect(200, 'POST', `${path}/${tokenId}/confirm`, { body });
}
