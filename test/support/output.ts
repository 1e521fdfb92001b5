const methods = ['log', 'info', 'warn', 'error', 'debug', 'trace', 'dir', 'table'] as const;

/** Takes everything that is written to the log and to the metrics, at every level, instead of writing it. */
export function captureOutput(): { readonly written: unknown[]; readonly release: () => void } {
  const written: unknown[] = [];
  const take = (...parts: unknown[]): boolean => {
    written.push(parts);
    return true;
  };
  const before = methods.map((method) => [method, console[method]] as const);
  const streams = [process.stdout, process.stderr].map((stream) => [stream, stream.write] as const);
  for (const [method] of before) console[method] = take as never;
  for (const [stream] of streams) stream.write = take as never;
  const release = (): void => {
    for (const [method, original] of before) console[method] = original as never;
    for (const [stream, original] of streams) stream.write = original;
  };
  return { written, release };
}
