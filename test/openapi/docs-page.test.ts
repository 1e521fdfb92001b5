import { describe, expect, test } from 'vitest';
import { docsPage } from '../../build/docs-page.ts';
import { openApiDocument } from '../../build/openapi.ts';
import { functions } from '../../functions/index.ts';
import { problems } from '../../lib/domain/problems.ts';

const document = openApiDocument(functions);
const files = docsPage(document);
const page = files['index.html'] ?? '';
const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);

describe('the API reference', () => {
  test('every operation and every problem code has its place', () => {
    for (const operation of Object.values(document.paths).flatMap((methods) => Object.values(methods))) {
      expect(ids).toContain(operation.operationId);
    }
    for (const code of Object.keys(problems)) expect(ids).toContain(code);
  });

  test('every link inside the page leads somewhere, every anchor stands once', () => {
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of page.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target);
  });

  test('it needs no script, no inline style and no other host', () => {
    expect(page).not.toMatch(/<script|<style| style=| on\w+=/);
    expect(page).not.toMatch(/(?:src|href)="https?:/);
    const [, style] = page.match(/rel="stylesheet" href="\/docs\/([^"]+)"/) ?? [];
    expect(files[style ?? '']).toBeTypeOf('string');
  });
});
