import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeText, segmentsOf } from '../../lib/delivery/texts.ts';
import { withPhone } from '../prove/operations/people.ts';
import { start } from '../support/people.ts';
import { World } from '../support/world.ts';

const languages = ['en', 'de'];

describe('rule 7: the text of a code', () => {
  test.each(languages)('in %s is one segment, with the longest code and name of the service', (language) => {
    const text = codeText(language, { issuer: 'W'.repeat(60), code: '1234567890' });
    expect(text).toContain('1234567890');
    expect(text).toContain('W'.repeat(60));
    expect(segmentsOf(text)).toBe(1);
  });

  test.each(languages)('in %s is one segment, whatever Latin letters and signs the name has', (language) => {
    const unit = fc.constantFrom(...'AzÄßéêčřŻżłŁđőøŞşñõ–—„“”‘’&+-. ');
    fc.assert(
      fc.property(fc.string({ unit, minLength: 1, maxLength: 60 }), (issuer) => {
        expect(segmentsOf(codeText(language, { issuer, code: '123456' }))).toBe(1);
      }),
    );
  });

  test.each(languages)('in %s holds what is approved letter by letter', (language) => {
    const transaction = '1.000,00 € an “Łódź” (ПЕТР)';
    expect(codeText(language, { issuer: 'Bank', code: '123456', transaction })).toContain(transaction);
  });

  test.each([
    ['a'.repeat(160), 1],
    ['a'.repeat(161), 2],
    ['a'.repeat(306), 2],
    ['a'.repeat(307), 3],
    [`${'a'.repeat(158)}€`, 1],
    [`${'a'.repeat(159)}€`, 2],
    ['ж'.repeat(70), 1],
    ['ж'.repeat(71), 2],
    ['ж'.repeat(135), 3],
    ['😀'.repeat(35), 1],
    ['😀'.repeat(36), 2],
    ['', 1],
  ])('%s has so many segments: %i', (text, segments) => {
    expect(segmentsOf(text)).toBe(segments);
  });
});

describe('rule 7: a long text', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
  });
  afterAll(() => world.stop());

  test('counts as its segments', async () => {
    const { userId, tokenId } = await withPhone(world);
    const counted = async (): Promise<number> =>
      Number(
        (await world.everything()).find(({ pk }) => pk?.S?.startsWith(`SENT#user#${userId}#`))?.['sent']?.N ??
          0,
      );
    const before = await counted();
    const details = 'п'.repeat(200);
    const { verificationId } = await start(world, userId, { purpose: 'approval', details });
    const path = `/v1/verifications/${verificationId}/challenges`;
    await world.api.expect(202, 'POST', path, { as: 'application', body: { tokenId } });
    await world.drain();
    const text = world.texts.at(-1)?.text ?? '';
    expect(text).toContain(details);
    expect(segmentsOf(text)).toBe(5);
    expect((await counted()) - before).toBe(5);
  });
});
