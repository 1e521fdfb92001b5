import { useFewBackupCodes } from '../../support/accounts.ts';
import { World } from '../../support/world.ts';
import { Disturbance, enrolledOwner, newcomer, type Owner } from '../disturbance.ts';
import { dumpOf } from '../dump.ts';
import { recount } from '../recount/recount.ts';
import type { Part } from './part.ts';

const fullActions = 1_000;
/** Of four rounds of an enrolled owner one is followed by somebody's enrollment. */
const roundsPerEnrollment = 4;

type Times = (number | undefined)[];

export const undisturbed: Part = {
  name: 'undisturbed',
  goal: 'G22 an owner signs in, enrolls and makes new backup codes while others start, enroll, sweep and edit: always, and no slower than three times',
  /** @param size what owners do in all */
  async run({ endpoint, size: actions = fullActions, progress }) {
    const world = await World.start(endpoint);
    await useFewBackupCodes(world);
    const disturbed: Times = [];
    // Somebody whom nobody disturbs, at the same time on the same machine: whatever else is slow is slow for both.
    const quiet: Times = [];
    const owners = [await enrolledOwner(world), await enrolledOwner(world)] as const;
    const disturbance = new Disturbance(world, owners[0].userId);
    for (let round = 0; disturbed.length < actions; round++) {
      await bothAct(owners, disturbed, quiet);
      world.advance(90);
      if (round % roundsPerEnrollment === 0) await enrollBoth(world, disturbed, quiet);
      progress(disturbed.length, actions, `${failed(disturbed)} failed`);
    }
    await disturbance.stop();
    const findings = recount(await dumpOf(world)).length;
    const control = await harmful(world);
    await world.stop();
    const slowest = Math.round(Math.max(...disturbed.map((time) => time ?? 0)));
    const alone = Math.round(Math.max(...quiet.map((time) => time ?? 0)));
    return {
      size: `${disturbed.length} actions of a disturbed owner and as many of another; ${disturbance.starts} foreign starts by 5 applications, operators' edits and sweeps`,
      result: `${failed(disturbed)} failed (of the other ${failed(quiet)}), ${disturbance.faults} faults of the disturbers; the slowest took ${slowest} ms, of the other ${alone} ms; ${findings} findings of the recount; control with starts that end verifications: ${control} failed`,
      held: failed(disturbed) + failed(quiet) + findings === 0 && slowest <= 3 * alone && control > 0,
    };
  },
};

const failed = (times: Times): number => times.filter((time) => time === undefined).length;

async function bothAct([one, other]: readonly [Owner, Owner], disturbed: Times, quiet: Times): Promise<void> {
  const [first, second] = await Promise.all([one.act(), other.act()]);
  disturbed.push(...first);
  quiet.push(...second);
}

async function enrollBoth(world: World, disturbed: Times, quiet: Times): Promise<void> {
  const owners = [await newcomer(world), await newcomer(world)] as const;
  const disturbance = new Disturbance(world, owners[0].userId);
  await bothAct(owners, disturbed, quiet);
  await disturbance.stop();
}

async function harmful(world: World): Promise<number> {
  const owner = await enrolledOwner(world);
  const disturbance = new Disturbance(world, owner.userId, { harmful: true });
  const times: Times = [];
  for (let i = 0; i < 5; i++) {
    times.push(...(await owner.act()));
    world.advance(90);
  }
  await disturbance.stop();
  return failed(times);
}
