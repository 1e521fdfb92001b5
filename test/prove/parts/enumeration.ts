import { setTimeout as wait } from 'node:timers/promises';
import { useSettings } from '../../support/accounts.ts';
import { World } from '../../support/world.ts';
import { type Alike, alike, type Repeatable } from '../alike/classes.ts';
import { type Compared, compare, measure, prepared, wordsOf } from '../alike/compare.ts';
import { seeded } from '../random.ts';
import type { Part } from './part.ts';

const fullSamples = 10_000;
const mostMilliseconds = 2;
const mostStandardErrors = 4.5;
const plantedMilliseconds = 5;

const isTold = ({ medianDifference, t }: Compared): boolean =>
  Math.abs(medianDifference) > mostMilliseconds || Math.abs(t) > mostStandardErrors;

const shown = ({ medianDifference, t }: Compared): string =>
  `${medianDifference.toFixed(2)} ms, t ${t.toFixed(1)}`;

export const enumeration: Part = {
  name: 'enumeration',
  goal: 'G12 cases that an answer must not tell apart: the same words, and by time a median within 2 ms and |t| below 4.5',
  /** @param size samples of each case */
  async run({ endpoint, size: samples = fullSamples, progress }) {
    const world = await World.start(endpoint);
    await useSettings(world, { backupCodeCount: 1 });
    const draw = seeded(12);
    const told: string[] = [];
    let cases = 0;
    let widest = 0;
    for (const [done, one] of alike.entries()) {
      const asked = await prepared(world, one);
      const names = [...asked.keys()];
      const words = new Set<string>();
      for (const { ask, reset } of asked.values()) {
        await reset?.();
        words.add(wordsOf(await ask()));
      }
      if (words.size > 1) told.push(`${one.name}: ${words.size} wordings`);
      const [first = [], ...others] = await measure([...asked.values()], samples, draw);
      for (const [i, times] of others.entries()) {
        const compared = compare(first, times);
        const name = `${one.name}: ${names[i + 1]} against ${names[0]}`;
        console.log(`  ${name}: ${shown(compared)}`);
        if (isTold(compared)) told.push(`${name}: ${shown(compared)}`);
        widest = Math.max(widest, Math.abs(compared.medianDifference));
      }
      cases += names.length;
      world.calls.length = 0;
      progress(done + 1, alike.length, `${told.length} told apart`);
    }
    const control = await planted(world, Math.min(samples, 500), draw);
    await world.stop();
    for (const line of told) console.log(`told apart: ${line}`);
    return {
      size: `${alike.length} classes, ${cases} cases, ${samples} samples of each, interleaved`,
      result: `${told.length} told apart, widest median difference ${widest.toFixed(2)} ms; control: ${plantedMilliseconds} ms planted, seen as ${shown(control)}`,
      held: told.length === 0 && isTold(control),
    };
  },
};

/** One of two that are the same answers later. */
async function planted(world: World, samples: number, draw: (below: number) => number): Promise<Compared> {
  const [sound] = [...(await prepared(world, alike[0] as Alike)).values()];
  const ask = (sound as Repeatable).ask;
  const later = async () => {
    await wait(plantedMilliseconds);
    return ask();
  };
  const [first = [], second = []] = await measure([{ ask }, { ask: later }], samples, draw);
  return compare(first, second);
}
