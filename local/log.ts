import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { fileTrouble } from './start-problem.ts';

export interface Log {
  /** A line that a function wrote: Amazon CloudWatch's part. */
  line(functionName: string, line: string): void;
  /** A message for the person at the keyboard. */
  trouble(text: string): void;
  close(): void;
}

/** Functions log to `functions.log` in the data folder, emptied at each start; in memory, they log nowhere. */
export function openLog(folder: string | undefined, quiet: boolean): Log {
  const trouble = (text: string): void => {
    if (!quiet) console.error(text);
  };
  const file =
    folder === undefined ? undefined : createWriteStream(join(folder, 'functions.log'), { mode: 0o600 });
  // The service continues without its log. The stream ends with its first failure, so this is reported once.
  file?.on('error', (error) =>
    trouble(`Functions can no longer log to ${file.path}: ${fileTrouble(error) ?? error.message}.`),
  );
  return {
    line: (functionName, line) => void file?.write(`${functionName} ${line}\n`),
    trouble,
    close: () => void file?.end(),
  };
}
