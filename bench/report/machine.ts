import { execFileSync } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';

/** The machine that the figures were measured on, without its host name. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGigabytes: number;
  readonly node: string;
  readonly platform: string;
  /** Over the minute before the report was written. */
  readonly load: number;
}

export const machine = (): Machine => ({
  processor: cpus()[0]?.model.trim() ?? 'unknown',
  cores: cpus().length,
  memoryGigabytes: Math.round(totalmem() / 2 ** 30),
  node: process.version,
  platform: `${process.platform} ${process.arch}`,
  load: Math.round((loadavg()[0] ?? 0) * 10) / 10,
});

/** With a plus if the code differs from the commit. */
export function commit(...written: readonly string[]): string {
  const git = (...options: string[]): string => execFileSync('git', options, { encoding: 'utf8' }).trim();
  const left = ['node_modules', ...written].map((path) => `:!${path}`);
  const changed = git('status', '--porcelain', '--', '.', ...left);
  return git('rev-parse', '--short', 'HEAD') + (changed === '' ? '' : '+');
}
