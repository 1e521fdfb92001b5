import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderMail } from '../../lib/delivery/mail.ts';
import { languageOf } from '../../lib/delivery/templates/index.ts';
import type { MailFacts, TemplateName } from '../../lib/delivery/templates/template.ts';

const languages = ['en', 'de'].map(languageOf);
const names = Object.keys(languageOf('en').templates) as TemplateName[];
const all = languages.flatMap((language) => names.map((name) => ({ tag: language.tag, language, name })));
const facts: MailFacts = {
  displayName: 'Ada Lovelace',
  userId: 'ada',
  issuer: 'Example Inc.',
  time: 'March 2, 2026 at 9:00 AM UTC',
  backupCodesRemaining: 3,
  few: false,
  label: 'Work phone',
  until: 'March 9, 2026 at 9:00 AM UTC',
  fields: ['email', 'phone', 'twoFactorRequired'],
  pin: true,
};
const link = 'https://countersign.test/setup#Zk3_ab-9';

/** The words that a reader of the HTML sees. */
const wordsOf = (html: string): string =>
  html
    .replace(/<title>.*?<\/title>/s, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
const squeezed = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

describe('P.26 the template', () => {
  test('P.26 every language has the same templates', () => {
    for (const { templates } of languages) expect(Object.keys(templates).sort()).toEqual([...names].sort());
  });

  test.each(all)(
    '$name in $tag renders a subject, a text and the same words as HTML',
    ({ language, name }) => {
      const given = name === 'setup-link' ? { ...facts, link } : facts;
      const { subject, text, html } = renderMail(language, name, given);
      expect(subject).toContain(facts.issuer);
      expect(subject.length).toBeLessThan(100);
      expect(text).toContain(facts.displayName);
      expect(text).toContain(language.notYou);
      expect(html).toContain(`<html lang="${language.tag}">`);
      for (const paragraph of text.split('\n\n')) expect(squeezed(wordsOf(html))).toContain(paragraph);
      expect(text.includes(link)).toBe(name === 'setup-link');
      expect(html.includes(`href="${link}"`)).toBe(name === 'setup-link');
      if (name !== 'backup-code-used') expect(text).toContain(facts.time);
      expect(`${subject} ${text} ${html}`).not.toMatch(/undefined|\[object|NaN|\$\{/);
    },
  );

  test.each(all)('$name in $tag differs from the other languages', ({ language, name }) => {
    const others = languages.filter((other) => other !== language);
    for (const other of others) {
      expect(renderMail(other, name, facts).text).not.toBe(renderMail(language, name, facts).text);
    }
  });

  test('rule 6: of a used backup code says how many are left, and urges when few are', () => {
    for (const language of languages) {
      const textOf = (remaining: number, few: boolean): string =>
        renderMail(language, 'backup-code-used', { ...facts, backupCodesRemaining: remaining, few }).text;
      for (const few of [true, false]) {
        for (const remaining of [0, 1, 2, 3, 9])
          expect(textOf(remaining, few)).toMatch(new RegExp(`\\b${remaining}\\b`));
      }
      // The setting backupCodesLow says which are few, not the words.
      expect(textOf(5, true)).not.toBe(textOf(5, false));
      expect(textOf(0, true).replace('0', 'N')).not.toBe(textOf(1, true).replace('1', 'N'));
    }
  });

  test('3.17 of the setup link speaks of a PIN only when there is one', () => {
    for (const language of languages) {
      const textOf = (pin: boolean): string =>
        renderMail(language, 'setup-link', { ...facts, link, pin }).text;
      expect(textOf(true)).toContain('PIN');
      expect(textOf(false)).not.toContain('PIN');
    }
  });
});

describe('rule 7: whatever people are called', () => {
  const odd = fc.string({
    unit: fc.constantFrom(...'<>"\'&aZ/=\r\n\t\u2028;:@!-#()'),
    minLength: 1,
    maxLength: 40,
  });
  const tags = new Set(['!doctype', 'html', 'head', 'meta', 'title', 'body', 'p', 'a']);

  test('the HTML has no tag and no attribute but its own', () => {
    fc.assert(
      fc.property(odd, odd, fc.constantFrom(...all), (displayName, issuer, { language, name }) => {
        const { html } = renderMail(language, name, { ...facts, link, displayName, issuer });
        const found = [...html.matchAll(/<\/?([^\s>]+)/g)].map(([, tag]) => tag ?? '');
        expect(found.filter((tag) => !tags.has(tag))).toEqual([]);
        expect([...html.matchAll(/<a [^>]*>/g)]).toHaveLength(1);
        const shown = squeezed(wordsOf(html));
        expect(shown).toContain(squeezed(displayName));
      }),
      { numRuns: 500 },
    );
  });

  test('the subject is one line, and no name begins a paragraph of its own', () => {
    fc.assert(
      fc.property(odd, odd, fc.constantFrom(...all), (displayName, issuer, { language, name }) => {
        const { subject, text } = renderMail(language, name, { ...facts, displayName, issuer });
        const paragraphs = text.split('\n\n').length;
        expect(subject).not.toMatch(/[\r\n\u2028]/);
        expect(text).not.toMatch(/[\r\u2028]|(?<!\n)\n(?!\n)/);
        expect(paragraphs).toBe(renderMail(language, name, facts).text.split('\n\n').length);
      }),
      { numRuns: 500 },
    );
  });
});

describe('P.26 3.09 the language of a user', () => {
  test.each(['de', 'DE', 'de-CH', 'de-at', 'ger', 'GER', 'deu', 'DEU'])('%s is German', (preferred) => {
    expect(languageOf(preferred).tag).toBe('de');
  });

  test.each(['en', 'eng', 'ENG', 'en-GB', 'fr', 'xx', '', undefined])('%s is English', (preferred) => {
    expect(languageOf(preferred).tag).toBe('en');
  });
});
