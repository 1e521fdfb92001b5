import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Emulator } from './emulator.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Ended {
  readonly code: number | null;
  /** Both outputs, in their order. */
  readonly output: string;
  readonly seconds: number;
}

/** The project as somebody has cloned and configured it, and its commands against an emulator. */
export class Project {
  readonly folder = mkdtempSync(join(tmpdir(), 'countersign-deploy-'));
  readonly #emulator: Emulator;

  constructor(emulator: Emulator) {
    this.#emulator = emulator;
    const list = ['ls-files', '--cached', '--others', '--exclude-standard', '-z'];
    const files = execFileSync('git', list, { cwd: root, encoding: 'utf8' });
    for (const file of new Set(files.split('\0'))) {
      if (file === '' || file.startsWith('test/')) continue;
      cpSync(join(root, file), join(this.folder, file), { recursive: true });
    }
    symlinkSync(join(root, 'node_modules'), join(this.folder, 'node_modules'), 'dir');
  }

  /** Writes the stages of infra.config.ts. */
  configure(stages: object): void {
    const file = join(this.folder, 'infra.config.ts');
    const text = readFileSync(join(root, 'infra.config.ts'), 'utf8');
    const changed = text.replace(
      'Record<string, Stage>> = {};',
      `Record<string, Stage>> = ${JSON.stringify(stages)};`,
    );
    if (changed === text) throw new Error('infra.config.ts has no empty stages any more');
    writeFileSync(file, changed);
  }

  deploy = (...options: string[]): Promise<Ended> =>
    this.#run(['run', '--silent', 'deploy', '--', ...options]);

  doctor = (...options: string[]): Promise<Ended> =>
    this.#run(['run', '--silent', 'doctor', '--', ...options]);

  restore = (...options: string[]): Promise<Ended> =>
    this.#run(['run', '--silent', 'restore', '--', ...options]);

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #run(args: readonly string[]): Promise<Ended> {
    const from = performance.now();
    const child = spawn('npm', args, {
      cwd: this.folder,
      env: {
        PATH: `${dirname(process.execPath)}:${process.env['PATH']}`,
        HOME: this.folder,
        NODE_OPTIONS: `--import=${new URL('emulator/names.mjs', import.meta.url)}`,
        ...this.#emulator.environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    return { code, output, seconds: (performance.now() - from) / 1000 };
  }
}
