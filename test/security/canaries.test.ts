import { describe, expect, vi } from 'vitest';
import { encodeBase32 } from '../../lib/crypto/base32.ts';
import type { Answer } from '../support/api.ts';
import { Canaries } from '../support/canaries.ts';
import { captureOutput } from '../support/output.ts';
import { test, world } from '../support/world-test.ts';
import { Life } from './life.ts';

/** G11: a user's whole life, and then a look for every secret of it in everything that stays behind. */
let secrets: Canaries;
let personal: Canaries;
let output: unknown[];
let answers: { readonly route: string; readonly answer: Answer }[];

test.beforeAll(async ({ world }) => {
  const calls = vi.spyOn(world.api, 'call');
  const { written, release } = captureOutput();
  const life = new Life(world);
  ({ secrets, personal } = life.noted);
  await life.live().finally(release);
  output = written;
  answers = calls.mock.calls.flatMap(([method, target], i) => {
    const result = calls.mock.settledResults[i];
    const route = `${method} ${target.replace(life.userId, '{userId}').replace(/verifications\/[^/]+/, 'verifications/{id}')}`;
    return result?.type === 'fulfilled' ? [{ route, answer: result.value }] : [];
  });
});

const items = async (of: (pk: string, sk: string) => boolean) =>
  (await world.everything()).filter(({ pk, sk }) => of(pk?.S ?? '', sk?.S ?? ''));

describe('rule 11: after a whole life no secret', () => {
  test('G11 is anywhere in the table', async () => {
    const all = await items(() => true);
    expect(all.length).toBeGreaterThan(50);
    expect(secrets.foundIn(all)).toEqual([]);
  });

  test('G11 and no address or number of the user is in the audit, which tells of everything that happened', async () => {
    const audit = await items((pk) => pk.startsWith('AUDIT#'));
    const types = new Set(audit.map(({ type }) => type?.S));
    for (const type of [
      'user.created',
      'link.sent',
      'link.pin-failed',
      'enrollment.failed',
      'enrollment.confirmed',
      'verification.failed',
      'verification.succeeded',
      'verification.spent-code',
      'backup-codes.recreated',
      'key.revealed',
      'key.replaced',
      'enrollment.reset',
      'lost-token.issued',
      'lost-token.revoked',
      'bypass.granted',
      'user.changed',
      'message.sent',
      'message.failed',
    ])
      expect(types).toContain(type);
    expect([...secrets.foundIn(audit), ...personal.foundIn(audit)]).toEqual([]);
  });

  test('G11 and no address or number is in any item but the profile and the search terms', async () => {
    const others = await items((pk, sk) => sk !== 'PROFILE' && !pk.startsWith('TERM#'));
    expect(personal.foundIn(others)).toEqual([]);
    expect(personal.foundIn(await items((_pk, sk) => sk === 'PROFILE'))).toEqual(['email', 'phone']);
  });

  test('G11 and no address or number is in the log, which names the fault that happened', () => {
    expect(JSON.stringify(output)).toContain('judgeCode');
    expect([...secrets.foundIn(output), ...personal.foundIn(output)]).toEqual([]);
  });

  test('G11 and no address or number is in a problem, of whatever status', () => {
    const problems = answers.filter(({ answer }) => answer.status >= 400).map(({ answer }) => answer);
    const statuses = new Set(problems.map(({ status }) => status));
    for (const status of [400, 401, 403, 404, 413, 429]) expect(statuses).toContain(status);
    expect([...secrets.foundIn(problems), ...personal.foundIn(problems)]).toEqual([]);
  });

  test('3.13 rule 8: is in a mail, but for the token of the link', () => {
    expect(world.mails.length).toBeGreaterThanOrEqual(8);
    const found = new Set(secrets.foundIn(world.mails));
    expect([...found]).toEqual(['link token', 'link token as bytes']);
  });

  test('rule 11: and no address or number leaves but with the user itself', () => {
    const leaving = answers.filter(({ answer }) => personal.foundIn(answer.body).length > 0);
    // In the address of a key, too: its label names the account by the user's address.
    expect([...new Set(leaving.map(({ route }) => route))].sort()).toEqual([
      'PATCH /v1/users/{userId}',
      'POST /v1/setup/open',
      'POST /v1/users',
      'POST /v1/users/{userId}/totp/reveal',
      'POST /v1/verifications/{id}/enrollment',
    ]);
  });

  test('rule 5: leaves by any other route than those that hand it out', () => {
    const leaving = answers.filter(({ answer }) => secrets.foundIn(answer.body).length > 0);
    expect([...new Set(leaving.map(({ route }) => route))].sort()).toEqual([
      'POST /v1/setup/confirm',
      'POST /v1/setup/open',
      'POST /v1/users/{userId}/backup-codes',
      'POST /v1/users/{userId}/lost-token',
      'POST /v1/users/{userId}/setup-links',
      'POST /v1/users/{userId}/totp/reveal',
      'POST /v1/verifications/{id}/enrollment',
      'POST /v1/verifications/{id}/enrollment/confirmation',
    ]);
  });
});

describe('G11 the look for secrets finds', () => {
  const bytes = Buffer.from('0b5cad16202bfa9d77c01e88f31a64d2c9b07e35', 'hex');
  const canaries = new Canaries();
  canaries.add('key', bytes);
  canaries.add('key', encodeBase32(bytes));
  canaries.add('token', 'Zk3_ab-9QwErTyUiOpAsDfGhJkLzXcVbNm');
  canaries.addDigits('code', '481516');

  test.each([
    ['base 32', encodeBase32(bytes)],
    ['small base 32', `otpauth://totp/x?secret=${encodeBase32(bytes).toLowerCase()}`],
    ['hex', bytes.toString('hex')],
    ['base 64', bytes.toString('base64')],
    ['base 64 one byte on', Buffer.concat([Buffer.from('x'), bytes, Buffer.from('y')]).toString('base64')],
    [
      'base 64 two bytes on',
      Buffer.concat([Buffer.from('xx'), bytes, Buffer.from('yy')]).toString('base64url'),
    ],
    ['bytes', Buffer.concat([Buffer.from('in'), bytes])],
    ['bytes in a text', `in ${bytes.toString('latin1')}`],
    ['numbers', JSON.stringify(bytes)],
    ['a list of numbers', [...bytes]],
    ['a message of an error', new Error(`no ${bytes.toString('hex')}`)],
    ['base 32, backwards', [...encodeBase32(bytes)].reverse().join('')],
    ['a name', { [encodeBase32(bytes)]: true }],
  ])('the key as %s', (_how, planted) => {
    expect(new Set(canaries.foundIn([{ deep: { inside: planted } }]))).toEqual(new Set(['key']));
  });

  test('an address in a URL, a quote in JSON, a code in base 64', () => {
    const more = new Canaries();
    more.add('address', 'ada+x@example.org');
    more.add('answer', 'the "blue" house');
    more.addDigits('code', '481516');
    expect(more.foundIn('https://x/?to=ada%2Bx%40example.org')).toEqual(['address']);
    expect(more.foundIn(JSON.stringify({ text: 'the "blue" house' }))).toEqual(['answer']);
    expect(more.foundIn(Buffer.from('481516').toString('base64'))).toEqual(['code']);
  });

  test('a token and a code, as they are and in bytes, and no code inside a longer number', () => {
    const token = 'Zk3_ab-9QwErTyUiOpAsDfGhJkLzXcVbNm';
    expect(canaries.foundIn({ url: `https://x/setup#${token}` })).toEqual(['token']);
    expect(canaries.foundIn({ sealed: Buffer.from(token) })).toEqual(['token']);
    expect(canaries.foundIn({ text: 'code 481516!' })).toEqual(['code']);
    expect(canaries.foundIn({ text: Buffer.from('481516') })).toEqual(['code']);
    expect(canaries.foundIn({ at: 1_481_516, purgeAt: 4_815_160 })).toEqual([]);
  });
});
