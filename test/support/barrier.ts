import type { World } from './world.ts';

export interface Held {
  /** Resolves once the write is about to be sent: everything it depends on has been read. */
  readonly reached: Promise<void>;
  readonly release: () => void;
}

let barriers = 0;

/**
 * Holds back the next write that mentions `text`, so that a test decides what happens between somebody's read and
 * write. Other writes pass.
 */
export function holdWrite({ client }: World, text: string): Held {
  const reached = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  let held = false;
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const writes = /^(UpdateItem|TransactWriteItems|PutItem)/.test(String(commandName));
        if (!held && writes && JSON.stringify(args.input).includes(text)) {
          held = true;
          reached.resolve();
          await released.promise;
        }
        return next(args);
      },
    { step: 'initialize', name: `barrier${++barriers}` },
  );
  return { reached: reached.promise, release: () => released.resolve() };
}
