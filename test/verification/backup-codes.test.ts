import { expect, onTestFinished } from 'vitest';
import { useSettings } from '../support/accounts.ts';
import { expectProblem } from '../support/expectations.ts';
import { appCode, attempt, type Enrolled, enroll, enrolledUser, start } from '../support/people.ts';
import { test, world } from '../support/world-test.ts';

async function answer({ userId }: Pick<Enrolled, 'userId'>, code = '', more: object = {}) {
  const { verificationId } = await start(world, userId);
  return attempt(world, verificationId, code, more);
}

test('rule 6: ten codes are issued, all different, each sixteen characters in groups', async () => {
  const { backupCodes } = await enrolledUser(world);
  expect(new Set(backupCodes).size).toBe(10);
  for (const code of backupCodes) expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
});

test('3.14 a backup code verifies in lower case, without hyphens, with blanks, and says how many are left', async () => {
  const person = await enrolledUser(world);
  const [a = '', b = '', c = '', d = '', e = ''] = person.backupCodes;
  const typed = [
    a,
    b.toLowerCase(),
    c.replaceAll('-', ''),
    d.replaceAll('-', ' '),
    ` ${e.split('').join(' ')} `,
  ];
  for (const [spent, code] of typed.entries()) {
    const { status, body } = await answer(person, code);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      tokenId: 'backup-codes',
      type: 'backup-codes',
      backupCodesRemaining: 9 - spent,
    });
  }
  expect(await world.api.expect(200, 'GET', `/v1/users/${person.userId}`)).toMatchObject({
    backupCodesRemaining: 5,
  });
});

test('3.14 a backup code may be named as the factor', async () => {
  const person = await enrolledUser(world);
  const [code] = person.backupCodes;
  expectProblem(await answer(person, code, { tokenId: person.tokenId }), 'invalid-code');
  expect(await answer(person, code, { tokenId: 'backup-codes' })).toMatchObject({ status: 200 });
});

test('P.28 a spent backup code is refused in exactly the words of one that never was', async () => {
  const person = await enrolledUser(world);
  const [code = ''] = person.backupCodes;
  await answer(person, code);
  const answers = [await answer(person, code), await answer(person, '0000-0000-0000-0000')];
  const [spent, never] = answers.map(({ status, headers, body: { instance, ...body } }) =>
    JSON.stringify({ status, headers, body }),
  );
  expect(spent).toBe(never);
  for (const refused of answers) expectProblem(refused, 'invalid-code');
});

test('3.14 all ten codes verify once each, and then none is offered', async () => {
  const person = await enrolledUser(world);
  for (const code of person.backupCodes) expect(await answer(person, code)).toMatchObject({ status: 200 });
  for (const code of person.backupCodes.slice(0, 2))
    expectProblem(await answer(person, code), 'invalid-code');
  const { factors } = await start(world, person.userId);
  expect(factors.map(({ mode }: { mode: string }) => mode)).toEqual(['otp']);
  expect(await answer(person, appCode(person.secret, world.now))).toMatchObject({ status: 200 });
});

test('3.14 codes of one user are wrong for another', async () => {
  const one = await enrolledUser(world);
  const other = await enrolledUser(world);
  expectProblem(await answer(other, one.backupCodes[0]), 'invalid-code');
  expect(await answer(one, one.backupCodes[0])).toMatchObject({
    status: 200,
    body: { backupCodesRemaining: 9 },
  });
});

test('1.13 a reset kills the codes, and the enrollment that follows issues new ones', async () => {
  const before = await enrolledUser(world);
  await world.api.expect(200, 'POST', `/v1/users/${before.userId}/reset`, {
    body: { identityVerified: true },
  });
  const after = await enroll(world, before.userId);
  expect(after.backupCodes.filter((code) => before.backupCodes.includes(code))).toEqual([]);
  expectProblem(await answer(after, before.backupCodes[0]), 'invalid-code');
  expect(await answer(after, after.backupCodes[0])).toMatchObject({ status: 200 });
});

test('3.14 with the setting at zero no codes are issued and none are offered', async () => {
  await useSettings(world, { backupCodeCount: 0 });
  onTestFinished(() => useSettings(world));
  const person = await enrolledUser(world);
  expect(person.backupCodes).toEqual([]);
  const { factors } = await start(world, person.userId);
  expect(factors.map(({ mode }: { mode: string }) => mode)).toEqual(['otp']);
});

test('rule 6: the user is notified when a code was used, and how many are left', async () => {
  const person = await enrolledUser(world);
  await answer(person, person.backupCodes[0]);
  await world.drain();
  const mails = world.mails.filter(({ to }) => to === `${person.userId}@example.org`);
  expect(mails.map(({ subject }) => subject)).toContain('A backup code for Countersign was used');
  expect(mails.at(-1)?.text).toContain('You have 9 left');
});
