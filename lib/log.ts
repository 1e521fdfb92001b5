/**
 * One line about something nobody foresaw: its kind and where it happened. Not its message, which may repeat what
 * was sent to us.
 */
export function logFault(error: unknown, context: Readonly<Record<string, string>>): void {
  const { name = 'unknown', stack = '' } = error instanceof Error ? error : {};
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  console.error({ ...context, name, frames: frames.slice(0, 8) });
}
