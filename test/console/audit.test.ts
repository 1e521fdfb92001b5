import { expect, test } from 'vitest';
import type { AuditEvent } from '../../web/console/api/events.ts';
import { readAll } from '../../web/console/pages/audit/read-all.ts';
import { filterOf } from '../../web/console/pages/audit/times.ts';

const event = (id: string): AuditEvent => ({
  id,
  type: 'role.changed',
  at: '2026-03-02T09:00:00.000Z',
  actor: 'operator:ada',
});

test('an export reads every page, empty ones on the way too, and tells how far it is', async () => {
  const pages: Record<string, { items: AuditEvent[]; nextCursor?: string }> = {
    first: { items: [event('1'), event('2')], nextCursor: 'second' },
    second: { items: [], nextCursor: 'third' },
    third: { items: [event('3')] },
  };
  const told: number[] = [];
  const all = await readAll(
    async (cursor = 'first') => pages[cursor] ?? { items: [] },
    (count) => told.push(count),
  );
  expect(all.map(({ id }) => id)).toEqual(['1', '2', '3']);
  expect(told).toEqual([2, 2, 3]);
});

test('an export that is refused halfway hands nothing on', async () => {
  const read = async (cursor: string | undefined) => {
    if (cursor) throw new Error('refused');
    return { items: [event('1')], nextCursor: 'second' };
  };
  await expect(readAll(read, () => {})).rejects.toThrow('refused');
});

test("times in the address are the viewer's; what is no time and no type is left aside", () => {
  const from = '2026-03-02T09:00';
  const place = new URLSearchParams({ from, to: 'tomorrow', type: 'role.changed', actor: 'operator:ada' });
  expect(filterOf(place)).toEqual({
    from: new Date(2026, 2, 2, 9).toISOString(),
    type: 'role.changed',
    actor: 'operator:ada',
  });
  const nonsense = new URLSearchParams({ from: '2026-13-45T99:99', type: 'moon.landed', colour: 'red' });
  expect(filterOf(nonsense)).toEqual({});
});
