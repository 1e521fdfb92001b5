import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { bundleFolder, bundleFunctions } from '../../build/bundle.ts';
import { buildWeb, firstLoadsFile } from '../../build/web.ts';
import { functions } from '../../functions/index.ts';
import { heaviest, leaks, loadedAtStart } from '../../test/architecture/bundle.ts';
import { atMost, exactly } from '../measure/checks.ts';
import type { Group, Row } from './group.ts';

const titles = { setup: 'Setup page', self: 'Own page', console: 'Console' };

export const sizes: Group = {
  name: 'sizes',
  what: 'bytes of the verify function and of the pages, as they are deployed',
  async run() {
    await bundleFunctions(functions.map(({ name }) => name));
    await buildWeb();
    return { rows: [verifyBundle(), ...pages()] };
  },
};

function verifyBundle(): Row {
  const metafile = JSON.parse(readFileSync(join(bundleFolder, 'verify.meta.json'), 'utf8')) as Metafile;
  const loaded = loadedAtStart(metafile, 'functions/verify.ts');
  const bytes = loaded.reduce((sum, file) => sum + file.bytes, 0);
  const checks = [
    atMost('bytes loaded at the start', bytes, 240_000),
    exactly('modules that should not be in it', leaks(loaded).length, 0),
  ];
  return {
    what: 'Verify bundle',
    checks,
    note: `heaviest: ${heaviest(loaded).split(', ').slice(0, 4).join(', ')}`,
  };
}

function pages(): Row[] {
  const loads = JSON.parse(readFileSync(firstLoadsFile, 'utf8')) as Record<
    keyof typeof titles,
    { readonly bytes: number; readonly allowed: number }
  >;
  return (Object.keys(titles) as (keyof typeof titles)[]).map((name) => ({
    what: `${titles[name]}, first load`,
    checks: [atMost('KB of script, gzipped', loads[name].bytes / 1_024, loads[name].allowed / 1_024)],
    note: 'a gate of the build',
  }));
}
