import type { Item } from '../../../lib/store/items.ts';
import type { Api } from '../../support/api.ts';
import { appCode, type Enrolled, enrolledUser } from '../../support/people.ts';
import { lineOf } from '../../support/table.ts';
import { World } from '../../support/world.ts';
import { liveBusily } from '../busy-world.ts';
import { coldFunction } from '../cold-function.ts';
import { dumpOf } from '../dump.ts';
import { recordAll } from '../record-all.ts';
import type { Dump } from '../recount/book.ts';
import { recount } from '../recount/recount.ts';
import { writeItems } from '../write-items.ts';
import type { Part } from './part.ts';

const fullDeployments = 5;

export const restore: Part = {
  name: 'restore',
  goal: 'G21 a table restored from a dump is the same, the recount is clean, and authenticators of before go on working',
  /** @param size deployments */
  async run({ endpoint, size = fullDeployments, progress }) {
    let [items, differences, findings, right, wrong] = [0, 0, 0, 0, 0];
    const control = { differences: 0, findings: 0, withoutKey: 0 };
    for (let done = 0; done < size; done++) {
      const one = await restoreOne(endpoint);
      items += one.items;
      differences += one.differences;
      findings += one.findings;
      right += one.right;
      wrong += one.wrong;
      control.differences += one.control.differences;
      control.findings += one.control.findings;
      control.withoutKey += one.control.withoutKey;
      progress(done + 1, size, `${items} items, ${differences} differences, ${findings} findings`);
    }
    return {
      size: `${size} deployments, ${items} items`,
      result: `${differences} differences, ${findings} findings of the recount, also after the stream has told of every restored item; ${right} of ${size * sureOf} answers as before (an app’s code, a backup code, a spent code refused), ${wrong} wrong; control with one item lost: ${control.differences} differences, ${control.findings} findings; control with another KMS key: ${control.withoutKey} verified`,
      held:
        differences + findings + wrong + control.withoutKey === 0 &&
        right === size * sureOf &&
        control.differences >= size &&
        control.findings >= size,
    };
  },
};

/** Answers of each deployment that are looked at. */
const sureOf = 3;

async function restoreOne(endpoint: string) {
  const world = await World.start(endpoint);
  const kms = process.env['AWS_ENDPOINT_URL_KMS'] ?? '';
  const lived = await liveBusily(world);
  const person = await enrolledUser(world);
  const spent = appCode(person.secret, world.now);
  await verify(world.api, person, spent);
  const dump = await dumpOf(world, lived);

  const copy = await World.start(endpoint);
  copy.advance(world.now - copy.now);
  await writeItems(copy, dump.items as Item[]);
  const differences = differing(dump.items as Item[], await copy.everything());
  const told = async (): Promise<Dump> => ({ ...dump, items: await copy.everything() });
  const before = recount(await told()).length;
  await recordAll(copy);
  const findings = before + recount(await told()).length;

  const sight = { database: endpoint, kms, timeoutMilliseconds: 60_000 };
  const restored = coldFunction(copy, sight);
  const stranger = coldFunction(copy, { ...sight, kms: process.env['AWS_ENDPOINT_URL_KMS'] ?? '' });
  const [backupCode = ''] = person.backupCodes;
  const answers = [(await verify(restored.api, person, spent)) === 401];
  copy.advance(120);
  const withoutKey = (await verify(stranger.api, person, appCode(person.secret, copy.now))) === 200 ? 1 : 0;
  answers.push((await verify(restored.api, person, appCode(person.secret, copy.now))) === 200);
  answers.push((await verify(restored.api, person, backupCode)) === 200);
  restored.stop();
  stranger.stop();

  // The first whose loss an invariant speaks of: an event, which no other item repeats.
  const lost = dump.items.findIndex(({ pk, version }) => pk?.S?.startsWith('AUDIT#') && version);
  const less = dump.items.toSpliced(lost, 1) as Item[];
  const control = {
    differences: differing(dump.items as Item[], less),
    findings: recount({ ...dump, items: less }).length,
    withoutKey,
  };
  await copy.stop();
  await world.stop();
  const right = answers.filter(Boolean).length;
  return { items: dump.items.length, differences, findings, right, wrong: answers.length - right, control };
}

async function verify(api: Api, { userId }: Enrolled, code: string): Promise<number> {
  const body = { userId };
  const { verificationId } = await api.expect(201, 'POST', '/v1/verifications', { as: 'application', body });
  const path = `/v1/verifications/${verificationId}/attempts`;
  return (await api.call('POST', path, { as: 'application', body: { code } })).status;
}

/** Items that stand in one of the two only, or otherwise. */
function differing(one: readonly Item[], other: readonly Item[]): number {
  const lines = new Set(one.map(lineOf));
  const others = new Set(other.map(lineOf));
  const missing = (of: ReadonlySet<string>, there: ReadonlySet<string>): number =>
    [...of].filter((line) => !there.has(line)).length;
  return missing(lines, others) + missing(others, lines);
}
