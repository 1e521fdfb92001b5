import { vi } from 'vitest';

const methods = ['log', 'info', 'warn', 'error', 'debug', 'trace', 'dir', 'table'] as const;

/** Takes everything that is written to the log, instead of writing it. */
export function captureOutput(): { readonly written: unknown[]; readonly release: () => void } {
  const written: unknown[] = [];
  const take = (...parts: unknown[]): boolean => {
    written.push(parts);
    return true;
  };
  const spies = [
    ...methods.map((method) => vi.spyOn(console, method).mockImplementation(take as never)),
    vi.spyOn(process.stdout, 'write').mockImplementation(take as never),
    vi.spyOn(process.stderr, 'write').mockImplementation(take as never),
  ];
  return { written, release: () => spies.forEach((spy) => void spy.mockRestore()) };
}
