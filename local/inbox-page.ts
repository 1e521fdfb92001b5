import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { escapeHtml } from './http.ts';
import type { Message } from './inbox.ts';

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
article { border: 1px solid color-mix(in srgb, currentColor 25%, transparent); border-radius: .5rem; padding: 1rem; margin: 1rem 0; }
h2 { font-size: 1rem; margin: 0; }
p { margin: .25rem 0; }
.about { opacity: .75; font-size: .875rem; overflow-wrap: anywhere; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; margin: .75rem 0 0; }
iframe { width: 100%; height: 22rem; border: 0; background: #fff; border-radius: .25rem; margin-top: .75rem; }
`;

const styleHash = createHash('sha256').update(style).digest('base64');

/**
 * The inbox to read in a browser: plain text with its links, and the designed mail in a frame that can do nothing.
 */
export function sendInboxPage(response: ServerResponse, messages: readonly Message[]): void {
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    // A mail has styles of its own, and its frame inherits this policy; script, forms and loading stay forbidden.
    'content-security-policy':
      `default-src 'none'; style-src 'sha256-${styleHash}'; style-src-attr 'unsafe-inline'; img-src data:; ` +
      "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  });
  const list = messages.map(article).join('') || '<p>Nothing has been sent yet.</p>';
  response.end(
    `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
      `<title>Inbox – Countersign</title><style>${style}</style><main><h1>Inbox</h1>` +
      `<p class="about">Every mail and text message since the start, newest first. Nothing leaves this machine.</p>` +
      `${list}</main></html>`,
  );
}

function article({ channel, to, subject, text, html, at }: Message): string {
  const kind = channel === 'email' ? 'Mail' : 'Text message';
  const frame = html
    ? `<details><summary>As the mail looks</summary><iframe sandbox="allow-popups allow-popups-to-escape-sandbox" ` +
      `title="${escapeHtml(subject)}" srcdoc="${escapeHtml(html)}"></iframe></details>`
    : '';
  return (
    `<article><h2>${escapeHtml(subject || kind)}</h2>` +
    `<p class="about">${kind} to ${escapeHtml(to)}, ${escapeHtml(at)}</p><pre>${linked(text)}</pre>${frame}</article>`
  );
}

function linked(text: string): string {
  return text
    .split(/(https?:\/\/[^\s<>"]+)/)
    .map((part, index) => (index % 2 === 1 ? link(part) : escapeHtml(part)))
    .join('');
}

function link(address: string): string {
  const safe = escapeHtml(address);
  return `<a href="${safe}" target="_blank" rel="noopener noreferrer">${safe}</a>`;
}
