/** Started parts, to be stopped in reverse order. */
export interface Closing {
  add(close: () => Promise<void> | void): void;
  close(): Promise<void>;
}

export function closing(): Closing {
  const steps: (() => Promise<void> | void)[] = [];
  let closed: Promise<void> | undefined;
  const run = async () => {
    for (let step = steps.pop(); step; step = steps.pop()) {
      try {
        await step();
      } catch (error) {
        // One part that does not stop cleanly must not keep the others, above all the database, running.
        console.error(error);
      }
    }
  };
  return {
    add: (step) => void steps.push(step),
    close: () => (closed ??= run()),
  };
}
