import { describe, expect, test } from 'vitest';
import { renderMail } from '../../../lib/delivery/mail.ts';
import { noticeOf, notices, untold } from '../../../lib/delivery/notices.ts';
import { languageOf } from '../../../lib/delivery/templates/index.ts';
import type { MailFacts, TemplateName } from '../../../lib/delivery/templates/template.ts';
import { type AuditEvent, type EventType, eventTypes } from '../../../lib/domain/events.ts';

const types = Object.keys(eventTypes) as EventType[];
const languages = ['en', 'de'].map(languageOf);
const names = Object.keys(languageOf('en').templates) as TemplateName[];
const all = languages.flatMap((language) => names.map((name) => ({ tag: language.tag, language, name })));

const hostile = '<img src=x onerror=alert(1)>&"\'';
const facts: MailFacts = {
  displayName: `Ada ${hostile}`,
  userId: 'ada',
  issuer: `Bank ${hostile}`,
  label: `Phone ${hostile}`,
  transaction: `1 EUR ${hostile}`,
  time: 'March 2, 2026 at 9:00 AM UTC',
  until: 'March 9, 2026 at 9:00 AM UTC',
  backupCodesRemaining: 3,
  few: true,
  pin: true,
  code: '481516',
  link: 'https://countersign.test/setup#Zk3_ab-9',
  fields: ['email', 'phone', 'twoFactorRequired'],
};

describe('P.19 the table of notices', () => {
  test.each(types)('P.19 decides whether anybody is notified of %s', (type) => {
    const told = type in notices;
    expect(told).not.toBe((untold as readonly EventType[]).includes(type));
  });

  test('P.19 names nothing but events', () => {
    for (const type of [...Object.keys(notices), ...untold]) expect(types).toContain(type);
  });

  test('P.19 uses every existing text', () => {
    // More than any one event says, so that every row finds what it looks at.
    const common = { type: 'totp', fields: ['displayName', 'email'], to: 'eve', disabled: true };
    const details = [
      common,
      { ...common, throttled: true },
      { ...common, backupCodesRemaining: 3 },
      { ...common, type: 'lost-token' },
      { ...common, because: 'bypass' },
      { ...common, disabled: false },
      { ...common, why: 'capped' },
    ];
    const used = types.flatMap((type) =>
      details.flatMap((given) => {
        const event = { id: 'e', type, at: 1, actor: 'operator:ada', userId: 'eve', details: given };
        return noticeOf(event as unknown as AuditEvent)?.template ?? [];
      }),
    );
    const written = ['code', 'setup-link'];
    expect([...new Set([...used, ...written])].sort()).toEqual([...names].sort());
  });

  test('P.19 tells nobody of an event without a user, nor of a field that does not matter', () => {
    const event = { id: 'e', type: 'account.disabled', at: 1, actor: 'operator:ada' } as const;
    expect(noticeOf(event)).toBeUndefined();
    const changed = { ...event, type: 'user.changed', userId: 'eve' } as const;
    expect(noticeOf({ ...changed, details: { fields: ['officePhone', 'birthDate'] } })).toBeUndefined();
    expect(noticeOf({ ...changed, details: { fields: ['birthDate', 'phone'] } })?.template).toBe(
      'account-changed',
    );
  });
});

describe('P.26 the text of a notice', () => {
  test.each(all)('$name in $tag has no empty part', ({ language, name }) => {
    const { subject, paragraphs } = language.templates[name](facts);
    for (const text of [subject, ...paragraphs, language.greeting(facts), language.notYou]) {
      expect(text.trim()).toBe(text);
      expect(text.length).toBeGreaterThan(3);
    }
    expect(paragraphs.length).toBeGreaterThan(0);
  });

  test.each(all)('$name in $tag escapes what people have written', ({ language, name }) => {
    const { html } = renderMail(language, name, facts);
    expect(html).not.toContain('<img');
    expect(html).not.toContain(hostile);
  });

  test.each(all)('rule 11: $name in $tag holds a code or a link only if it is what carries it', (row) => {
    const { link, ...rest } = facts;
    const { subject, text, html } = renderMail(row.language, row.name, rest);
    expect(`${subject}${text}${html}`.includes('481516')).toBe(row.name === 'code');
    expect(subject).not.toContain('481516');
    expect(html).not.toContain(link);
  });
});
