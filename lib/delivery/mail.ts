import type { Language, MailFacts, TemplateName } from './templates/template.ts';

export interface Mail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escapeHtml = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (character) => escapes[character] ?? '');

/** Names come from people: they must not be able to add a header or a paragraph. */
const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

/** A mail as plain text and as HTML, both with the same words. */
export function renderMail(language: Language, template: TemplateName, given: MailFacts): Mail {
  const { label, transaction } = given;
  const facts: MailFacts = {
    ...given,
    displayName: oneLine(given.displayName),
    issuer: oneLine(given.issuer),
    ...(label ? { label: oneLine(label) } : {}),
    ...(transaction ? { transaction: oneLine(transaction) } : {}),
  };
  const { subject, paragraphs, button } = language.templates[template](facts);
  const words = [language.greeting(facts), ...paragraphs];
  const closing = [language.notYou, facts.issuer];
  const { link } = facts;
  return {
    subject,
    text: [...words, ...(link ? [link] : []), ...closing].join('\n\n'),
    html: [
      `<!doctype html><html lang="${language.tag}"><head><meta charset="utf-8"><title>${escapeHtml(subject)}</title></head>`,
      '<body style="font:16px/1.5 system-ui,sans-serif;color:#16202b;max-width:34rem;margin:2rem auto;padding:0 1rem">',
      ...words.map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`),
      ...(link
        ? [
            `<p><a href="${escapeHtml(link)}" style="display:inline-block;padding:.7rem 1.2rem;border-radius:.4rem;background:#0b5cad;color:#fff;text-decoration:none">${escapeHtml(button ?? link)}</a></p>`,
            `<p style="font-size:13px;color:#5a6673;word-break:break-all">${escapeHtml(link)}</p>`,
          ]
        : []),
      ...closing.map((paragraph) => `<p style="color:#5a6673">${escapeHtml(paragraph)}</p>`),
      '</body></html>',
    ].join('\n'),
  };
}
