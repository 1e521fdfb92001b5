/**
 * One line about an unexpected error: its kind and where it happened. Not its message, which may repeat the caller's
 * input.
 */
export function logFault(error: unknown, context: Readonly<Record<string, string>>): void {
  const { name = 'unknown', stack = '' } = error instanceof Error ? error : {};
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  console.error({ ...context, name, frames: frames.slice(0, 8) });
}
