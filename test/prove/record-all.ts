import { recordChange, type TableChange } from '../../lib/actions/audit/record-event.ts';
import { laneOf } from '../../lib/store/counters.ts';
import type { World } from '../support/world.ts';

/**
 * What the record function does, for as many changes as there are, and nothing is delivered.
 *
 * @returns the changes, those that it made itself among them
 */
export async function recordAll(world: World, progress?: (done: number) => void): Promise<TableChange[]> {
  const all: TableChange[] = [];
  for (let quiet = 0; quiet < 2; ) {
    const changes = await world.nextChanges();
    quiet = changes.length === 0 ? quiet + 1 : 0;
    const lanes = Map.groupBy(changes, ({ before, after }) => laneOf((after ?? before)?.['pk']?.S ?? ''));
    await Promise.all([...lanes.values()].map((lane) => inOrder(world, lane)));
    all.push(...changes);
    if (changes.length > 0) progress?.(all.length);
  }
  return all;
}

async function inOrder({ services: { table } }: World, changes: readonly TableChange[]): Promise<void> {
  for (const change of changes) await recordChange(table, change);
}
