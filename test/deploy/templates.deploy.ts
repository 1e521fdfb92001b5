import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { full, quick, synthesise } from '../infra/synthesise.ts';
import { installTools } from './emulator.ts';

const run = promisify(execFile);

/** Warnings are about style, mostly of what the library writes; errors are what CloudFormation refuses. */
const ignored = ['W'];

test.each([
  ['quick', quick],
  ['full', full],
] as const)('cfn-lint finds no error in the templates of the %s profile', async (_, deployment) => {
  const tools = await installTools();
  const folder = mkdtempSync(join(tmpdir(), 'countersign-lint-'));
  const { service, edge, edgeAlarms } = synthesise(deployment);
  const files = Object.entries({ service, edge, edgeAlarms })
    .map(([name, template]) => ({ file: join(folder, `${name}.json`), content: template.toJSON() }))
    .filter(({ content }) => Object.keys(content['Resources'] ?? {}).length > 0);
  for (const { file, content } of files) writeFileSync(file, JSON.stringify(content));
  const args = [
    '--ignore-checks',
    ...ignored,
    '--regions',
    deployment.region,
    '--',
    ...files.map(({ file }) => file),
  ];
  const { stdout } = await run(join(tools, 'bin', 'cfn-lint'), args).catch((error) => error);
  rmSync(folder, { recursive: true });
  expect(stdout).toBe('');
});
