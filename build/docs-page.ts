import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { problems } from '../lib/domain/problems.ts';
import { type Html, html, prose } from '../web/docs/html.ts';
import { operationSection } from '../web/docs/operation.ts';
import type { OpenApiDocument, Operation } from './openapi.ts';

interface Entry {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

/** The API reference as files by name: one page without any script, and its style sheet. */
export function docsPage(document: OpenApiDocument): Record<string, string> {
  const style = readFileSync(new URL('../web/docs/style.css', import.meta.url), 'utf8');
  const icon = readFileSync(new URL('../web/shared/icon.svg', import.meta.url), 'utf8');
  const styleName = `style-${createHash('sha256').update(style).digest('hex').slice(0, 8)}.css`;
  return {
    'index.html': page(document, `/docs/${styleName}`, `data:image/svg+xml,${encodeURIComponent(icon)}`).text,
    [styleName]: style,
  };
}

function page(document: OpenApiDocument, style: string, icon: string): Html {
  const sections = document.tags.map(({ name }) => ({
    name,
    id: slug(name),
    entries: entriesOf(document, name),
  }));
  return html`<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>${document.info.title} API ${document.info.version}</title>
  <link rel="icon" href="${icon}">
  <link rel="stylesheet" href="${style}">
</head>
<body>
  <a class="skip" href="#content">Skip to the content</a>
  <nav aria-label="Operations">
    <p class="name">${document.info.title} <span>API ${document.info.version}</span></p>
    ${sections.map(
      ({ name, id, entries }) => html`
      <h2><a href="#${id}">${name}</a></h2>
      <ul>${entries.map(
        ({ method, operation }) => html`
        <li><a href="#${operation.operationId}"><span class="method ${method}">${method.toUpperCase()}</span> ${operation.summary}</a></li>`,
      )}</ul>`,
    )}
    <h2><a href="#problems">Problem codes</a></h2>
  </nav>
  <main id="content">
    <h1>${document.info.title} API</h1>
    <p>${document.info.description}</p>
    <p>${prose(document.components.securitySchemes['accessToken']?.['description'] ?? '')}</p>
    <p>In the examples <code>$ORIGIN</code> is the address of your installation. The same as
      <a href="/openapi.json">OpenAPI 3.1</a>.</p>
    ${sections.map(
      ({ name, id, entries }) => html`
    <section aria-labelledby="${id}">
      <h2 id="${id}">${name}</h2>
      ${entries.map(({ method, path, operation }) =>
        operationSection(method, path, operation, document.components.schemas),
      )}
    </section>`,
    )}
    ${problemSection()}
  </main>
</body>
</html>
`;
}

function problemSection(): Html {
  return html`
    <section aria-labelledby="problems">
      <h2 id="problems">Problem codes</h2>
      <p>Every refusal is <code>application/problem+json</code> (RFC 9457). Branch on <code>code</code>, never on the text.</p>
      <div class="scroll" tabindex="0" role="group" aria-label="Problem codes">
      <table>
        <thead><tr><th scope="col">Code</th><th scope="col">Status</th><th scope="col">Meaning</th></tr></thead>
        <tbody>${Object.entries(problems).map(
          ([code, { status, title }]) => html`
          <tr id="${code}"><th scope="row"><code>${code}</code></th><td>${status}</td><td>${title}</td></tr>`,
        )}</tbody>
      </table>
      </div>
    </section>`;
}

function entriesOf({ paths }: OpenApiDocument, tag: string): Entry[] {
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations)
      .filter(([, operation]) => operation.tags[0] === tag)
      .map(([method, operation]) => ({ method, path, operation })),
  );
}

const slug = (name: string) => `tag-${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`;
