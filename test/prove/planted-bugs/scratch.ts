import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { PlantedBug } from './planted-bug.ts';
import { patternOf } from './titles.ts';

/** How the named tests of a file came out. */
export interface Ran {
  readonly passed: number;
  /** What each one that failed says. */
  readonly failures: readonly string[];
  /** What the run said itself, for whoever has to find out why none ran. */
  readonly output: string;
}

interface Report {
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly title: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

/** A copy of the repository as it stands, to plant faults in. */
export class Scratch {
  readonly #folder = mkdtempSync(join(tmpdir(), 'countersign-bugs-'));

  constructor() {
    const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard']);
    for (const file of listed.toString().split('\0')) {
      if (file === '' || file === 'node_modules' || file.startsWith('docs/')) continue;
      const target = join(this.#folder, file);
      mkdirSync(dirname(target), { recursive: true });
      copyFileSync(file, target);
    }
    symlinkSync(resolve('node_modules'), join(this.#folder, 'node_modules'));
  }

  /** @returns what takes the fault out again */
  plant({ file, find, replace }: PlantedBug): () => void {
    const path = join(this.#folder, file);
    const sound = readFileSync(path, 'utf8');
    writeFileSync(path, sound.split(find).join(replace));
    return () => writeFileSync(path, sound);
  }

  /** @param database endpoint of one that is there; without, tests that need none */
  async run(file: string, titles: readonly string[], database?: string): Promise<Ran> {
    const report = join(this.#folder, 'report.json');
    rmSync(report, { force: true });
    const patterns = titles.map(patternOf);
    const options = ['--config', 'test/prove/planted-bugs/vitest.config.ts', '--root', '.'];
    const chosen = ['--testNamePattern', `(${patterns.join('|')})$`];
    const child = spawn(
      process.execPath,
      [
        'node_modules/vitest/vitest.mjs',
        'run',
        file,
        ...options,
        ...chosen,
        '--reporter=json',
        `--outputFile=${report}`,
      ],
      {
        cwd: this.#folder,
        env: {
          ...process.env,
          COUNTERSIGN_DATABASE: database ?? '',
          COUNTERSIGN_BUILD: needsBuild(file) ? 'yes' : '',
        },
      },
    );
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (output += part));
    await once(child, 'close');
    const ran = readReport(report).filter(
      ({ title, status }) =>
        (status === 'passed' || status === 'failed') &&
        patterns.some((one) => new RegExp(`^${one}$`).test(title)),
    );
    return {
      passed: ran.filter(({ status }) => status === 'passed').length,
      failures: ran
        .filter(({ status }) => status === 'failed')
        .map(({ failureMessages }) => failureMessages.join('\n')),
      output,
    };
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true });
  }
}

const needsBuild = (file: string): boolean => file.startsWith('test/browser/');

function readReport(path: string): Report['testResults'][number]['assertionResults'] {
  try {
    const { testResults } = JSON.parse(readFileSync(path, 'utf8')) as Report;
    return testResults.flatMap(({ assertionResults }) => assertionResults);
  } catch {
    return [];
  }
}
