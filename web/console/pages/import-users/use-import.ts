import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { ApiProblem } from '../../api/client.ts';
import { importUsers } from '../../api/import.ts';
import { type Format, type Progress, pauseBefore, type RefusedRow, runImport } from './rules.ts';

export interface Run {
  readonly state: 'running' | 'done' | 'cancelled' | 'failed';
  readonly progress: Progress;
  readonly total: number;
  readonly refused: readonly RefusedRow[];
  readonly problem?: unknown;
}

const nothing: Progress = { rows: 0, created: 0, unchanged: 0, refused: 0 };

/** An import that goes on until it is done, cancelled, or the screen is left. */
export function useImport() {
  const queries = useQueryClient();
  const [run, setRun] = useState<Run>();
  const stop = useRef<AbortController>(undefined);
  useEffect(() => () => stop.current?.abort(), []);

  async function start(file: Blob, format: Format): Promise<void> {
    const abort = new AbortController();
    const { signal } = abort;
    stop.current = abort;
    const refused: RefusedRow[] = [];
    const change = (part: Partial<Run>): void => {
      if (stop.current !== abort) return;
      setRun((before) => ({
        state: 'running',
        progress: nothing,
        total: 0,
        ...before,
        ...part,
        refused: [...refused],
      }));
    };
    setRun(undefined);
    change({});
    try {
      await runImport({
        format,
        read: () => textOf(file),
        send: (document) => importUsers(document, signal),
        again: (error, tries) => (error instanceof ApiProblem ? pauseBefore(error, tries) : undefined),
        wait: (milliseconds) => waitUnless(signal, milliseconds),
        onProgress: (progress, total) => change({ progress, total }),
        onRefused: (row) => refused.push(row),
      });
      change({ state: 'done' });
    } catch (problem) {
      change(signal.aborted ? { state: 'cancelled' } : { state: 'failed', problem });
    }
    void queries.invalidateQueries({ queryKey: ['users'] });
  }

  return {
    run,
    start: (file: Blob, format: Format) => void start(file, format),
    cancel: () => stop.current?.abort(),
    clear: () => setRun(undefined),
  };
}

/** Streams are not iterable in every browser. */
async function* textOf(file: Blob): AsyncGenerator<string> {
  const reader = file.stream().pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}

function waitUnless(signal: AbortSignal, milliseconds: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}
