import { createWriteStream } from 'node:fs';
import { join } from 'node:path';

export interface Log {
  /** A line that a function wrote: Amazon CloudWatch's part. */
  line(functionName: string, line: string): void;
  /** Something the person at the keyboard should see. */
  trouble(text: string): void;
  close(): void;
}

/** Functions log to `functions.log` in the data folder, anew with each start; in memory, nowhere. */
export function openLog(folder: string | undefined, quiet: boolean): Log {
  const file =
    folder === undefined ? undefined : createWriteStream(join(folder, 'functions.log'), { mode: 0o600 });
  return {
    line: (functionName, line) => void file?.write(`${functionName} ${line}\n`),
    trouble(text) {
      if (!quiet) console.error(text);
    },
    close: () => void file?.end(),
  };
}
