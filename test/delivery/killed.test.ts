import { afterAll, expect } from 'vitest';
import { judgeDelivery } from '../prove/delivery/delivered.ts';
import { PostOffice } from '../prove/delivery/post-office.ts';
import { oneHour } from '../prove/delivery/storm.ts';
import { test, world } from '../support/world-test.ts';

let office: PostOffice;
test.beforeAll(async ({ world }) => {
  office = await PostOffice.open(world);
});
afterAll(async () => {
  await office.close();
});

test('G14 with providers that fail and the function killed, each message is given once or twice, and none revoked', async () => {
  const codes = new Map();
  const revoked = new Set<string>();
  await oneHour(world, office, { codes, revoked }, { messages: 14, kills: 1 });
  expect(office.kills).toBe(1);
  const outbox = (await world.everything()).filter(({ pk }) => pk?.S?.startsWith('OUTBOX#'));
  const key = await world.services.keyring.current();
  const judge = (given = office.given) => judgeDelivery({ outbox, given, revoked, codes, key });
  const right = { undelivered: 0, more: 0, unexplained: 0, different: 0, tooLate: 0 };
  expect(judge()).toMatchObject(right);
  expect(judge().once).toBeGreaterThan(8);
  expect((await office.inbox()).length).toBe(office.given.length);

  // And what it would have said.
  const first = office.given.find(({ channel }) => channel === 'sms');
  if (!first) throw new Error('Nothing was given');
  const otherwise = { ...first, text: first.text.replace(/\d{6}/, '000000') };
  expect(judge([...office.given, otherwise]).different).toBe(1);
  expect(judge([...office.given, first, first]).more).toBe(1);
  expect(judge([...office.given, { ...first, at: Number.POSITIVE_INFINITY }]).tooLate).toBe(1);
  expect(judge(office.given.filter(({ text }) => text !== first.text)).undelivered).toBe(1);
});
