import { beforeEach, expect } from 'vitest';
import { expectProblem } from '../support/expectations.ts';
import { oddText, oddTypes } from '../support/odd-values.ts';
import { appCode, attempt, type Enrolled, enrolledUser, start } from '../support/people.ts';
import { tableText } from '../support/table.ts';
import { test, world } from '../support/world-test.ts';

let person: Enrolled;
let verificationId: string;
let before: string;
test.beforeAll(async ({ world }) => {
  person = await enrolledUser(world);
  ({ verificationId } = await start(world, person.userId));
});
beforeEach(async () => {
  before = await tableText(world);
});
const unchanged = async (): Promise<void> => expect(await tableText(world)).toBe(before);

const wrong = [
  ...Object.values(oddText).filter((text) => text.trim() === '' || text.length > 2),
  '123',
  '12345678901',
  '１２３４５６',
  '١٢٣٤٥٦',
  '12345a',
  'ABCDEF',
  '-',
  '+123456',
  '1e5',
  '0x1234',
  '123.456',
  '123\u2011456',
  '123\u00A0456',
  '123\t456',
  '123456\n',
  '\u202E654321',
  '123456\u0301',
  '\u0000123456',
  '1'.repeat(65),
  'IIII-LLLL-OOOO-UUUU',
  '0000-0000-0000-000',
  '0000-0000-0000-00000',
  'ＡＢＣＤ-0000-0000-0000',
  123456,
  123456.0,
  ...oddTypes,
];
test.each(wrong)('rule 13: %j is no code: refused, and no attempt', async (code) => {
  const answer = await world.api.call('POST', `/v1/verifications/${verificationId}/attempts`, {
    as: 'application',
    body: { code },
  });
  expectProblem(answer, 'invalid-request');
  expect(answer.body.errors[0].path).toBe('code');
  await unchanged();
});

test('rule 13: a missing code is refused as required', async () => {
  const path = `/v1/verifications/${verificationId}/attempts`;
  const answer = await world.api.call('POST', path, { as: 'application', body: {} });
  expectProblem(answer, 'invalid-request');
  expect(answer.body.errors).toEqual([{ path: 'code', message: 'is required, unless "answers" is given' }]);
});

test('rule 4: blanks and hyphens in a code do not matter', async () => {
  const fresh = await enrolledUser(world);
  for (const separator of [' ', '-', ' - ']) {
    world.advance(30);
    const session = await start(world, fresh.userId);
    const typed = ` ${[...appCode(fresh.secret, world.now)].join(separator)} `;
    expect(await attempt(world, session.verificationId, typed)).toMatchObject({ status: 200 });
  }
});

test('rule 13: what was typed is not repeated in the answer', async () => {
  const code = 'ABCDEFG-987654';
  for (const path of [`verifications/${verificationId}/attempts`, 'setup/confirm']) {
    const as = path.startsWith('setup') ? 'nobody' : 'application';
    const { body } = await world.api.call('POST', `/v1/${path}`, {
      as,
      body: { code, token: code, pin: code },
    });
    expect(JSON.stringify(body)).not.toContain('987654');
  }
});
