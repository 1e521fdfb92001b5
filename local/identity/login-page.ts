import { createHash } from 'node:crypto';
import { escapeHtml } from '../http.ts';

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 22rem; margin: 12vh auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin: 0 0 1rem; }
label { display: block; margin: 1rem 0 .25rem; }
input, button { font: inherit; width: 100%; box-sizing: border-box; padding: .6rem .75rem; border-radius: .4rem; }
input { border: 1px solid #8888; background: Field; color: FieldText; }
button { margin-top: 1.5rem; border: 0; background: #0b57d0; color: #fff; cursor: pointer; }
[role=alert] { border-left: 4px solid #c5221f; padding: .25rem .75rem; }
.hint { opacity: .75; font-size: .875rem; }
`;

/** Policy of the identity provider's few pages: their own style, forms to this origin, nothing else. */
export const pagePolicy =
  `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; ` +
  "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

export function loginPage(names: readonly string[], failed: boolean): string {
  const alert = failed ? '<p role="alert">The name or the password is wrong.</p>' : '';
  return page(
    'Sign in',
    `${alert}<form method="post"><label for="name">Name</label>` +
      `<input id="name" name="name" autocomplete="username" autocapitalize="none" required autofocus>` +
      `<label for="password">Password</label>` +
      `<input id="password" name="password" type="password" autocomplete="current-password" required>` +
      `<button>Sign in</button></form>` +
      `<p class="hint">Demo people: ${names.map(escapeHtml).join(', ')}. The password is the name.</p>`,
  );
}

/** @param form the hidden form that the identity provider expects back */
export function logoutPage(form: string): string {
  return page(
    'Sign out',
    `<p>End your session here?</p>${form}<button form="op.logoutForm" name="logout" value="yes">Sign out</button>`,
  );
}

export function messagePage(title: string, text: string): string {
  return page(title, `<p>${escapeHtml(text)}</p>`);
}

function page(title: string, content: string): string {
  return (
    `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
    `<title>${escapeHtml(title)} – Countersign</title><style>${style}</style>` +
    `<main><h1>${escapeHtml(title)}</h1>${content}</main></html>`
  );
}
