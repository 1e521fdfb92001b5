import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parts } from './parts/index.ts';
import type { Figure, Part } from './parts/part.ts';

const file = fileURLToPath(new URL('../../docs/proof.md', import.meta.url));

const heading = `# Proof

What \`npm run prove\` measured, a row for each part as it last ran: \`npm run prove -- --list\` names them,
\`npm run prove <part>\` runs one at its full size, \`npm run prove <part> <size>\` at another. Only what ran stands here.

| part | goal | size | result | holds | seconds | commit |
|---|---|---|---|---|---|---|
`;

/** Puts what a part has measured in the place of what it measured before; other rows stay. */
export function noteProof(part: Part, { size, result, held }: Figure, seconds: number): void {
  const rows = new Map(rowsIn(existsSync(file) ? readFileSync(file, 'utf8') : ''));
  const cells = [part.name, part.goal, size, result, held ? 'yes' : 'NO', String(seconds), commit()];
  rows.set(part.name, `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`);
  const ordered = parts.flatMap(({ name }) => rows.get(name) ?? []);
  writeFileSync(file, `${heading}${ordered.join('\n')}\n`);
}

const rowsIn = (text: string): [string, string][] =>
  text
    .split('\n')
    .filter((line) => /^\| (?!part )[a-z]/.test(line))
    .map((line) => [line.split('|')[1]?.trim() ?? '', line]);

/** With a plus if what ran is not what the commit holds. */
function commit(): string {
  const git = (...options: string[]): string => execFileSync('git', options, { encoding: 'utf8' }).trim();
  const changed = git('status', '--porcelain', '--', ':!docs/proof.md', ':!node_modules');
  return git('rev-parse', '--short', 'HEAD') + (changed === '' ? '' : '+');
}
