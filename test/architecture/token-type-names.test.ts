import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { factorKeys } from '../../lib/domain/classes.ts';
import { tokenTypes } from '../../lib/token-types/index.ts';
import { pages } from './modules.ts';

const names = tokenTypes.map(({ type }) => type);

/** Words that also stand for something else that pages may name: a class's factor, or a field of a contact. */
const otherMeanings: readonly string[] = [...factorKeys, ...tokenTypes.flatMap(({ contacts }) => contacts)];
const ownNames = names.filter((name) => !otherMeanings.includes(name));

const oneOf = (words: readonly string[]) => `['"\`](?:${words.join('|')})['"\`]`;

/** As a string or as the name of a member. */
const anywhere = new RegExp(`${oneOf(ownNames)}|(?:^|[{,\\s])(?:${ownNames.join('|')})\\??:`);

/** Where it can only be a type: what is compared with one, or given as one. Elements of pages have a `type=` too. */
const asType = new RegExp(
  `\\b(?:type|by|tokenType)\\??(?::|\\s*[!=]==)\\s*${oneOf(names)}|${oneOf(names)}\\s*[!=]==\\s*[\\w.]*type\\b`,
);
/** Several in one list, with nothing among them that is no type. */
const list = new RegExp(`\\[\\s*${oneOf(names)}(?:\\s*,\\s*${oneOf(names)})+\\s*,?\\s*\\]`);

/** The kind of an input element, which has the same words. */
const inputKind = /type: 'email', inputMode/;

/** Lines that spell a name, comments apart. */
function spelled(path: string, source: string): string[] {
  const code = source
    .replaceAll(/\/\*[\s\S]*?\*\//g, (comment) => comment.replaceAll(/[^\n]/g, ''))
    .replaceAll(/(?<![:'"`/])\/\/.*$/gm, '');
  return code.split('\n').flatMap((line, place) => {
    const found = anywhere.test(line) || list.test(line) || (asType.test(line) && !inputKind.test(line));
    return found ? [`${path}:${place + 1} spells the name of a token type. ${ask}`] : [];
  });
}

const ask = 'Let it come from GET /v1/token-types or GET /v1/me: a type is one file of lib/token-types.';

describe('architecture: pages know types of tokens from the API alone', () => {
  test('no module in web/ spells the name of one', () => {
    expect(pages.length).toBeGreaterThan(100);
    expect(pages.flatMap(({ path }) => spelled(path, readFileSync(path, 'utf8')))).toEqual([]);
  });

  test.each([
    "const unfit = ['questions', 'radius', 'api', 'app'];",
    "export const isReplaceable = (type: string): boolean => type === 'sms' || type === 'email';",
    "  hotp: ['key', 'counter'],",
    "enrollToken(user, { type: 'hardware', serial })",
    "call('POST', path, { by: 'virtual', ...step })",
    "tokens.some((one) => one.type !== 'questions')",
    "const key = items.find(({ type }) => type === 'totp');",
    "if ('totp' === token.type) return;",
    'useState<Kind>("sms")',
  ])('the look at names notices %s', (line) => {
    expect(spelled('web/planted.ts', `/**\n * A comment.\n */\n${line}`)).toEqual([
      `web/planted.ts:4 spells the name of a token type. ${ask}`,
    ]);
  });

  test.each([
    "const contacts = ['phone', 'email', 'account'];",
    "email: { type: 'email', inputMode: 'email' },",
    "factors: ['otp', 'totp', 'questions', 'app', 'api', 'device', 'card', 'radius']",
    "kind: 'radius',",
    "if (contacts.includes('email')) return; // type === 'sms'",
  ])('and lets pass %s', (line) => {
    expect(spelled('web/planted.ts', line)).toEqual([]);
  });
});
