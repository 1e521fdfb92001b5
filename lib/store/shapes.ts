/** A stored item as an older version may have written it. */
type Stored = Readonly<Record<string, unknown>>;

/**
 * Steps of STATE from one shape to the next. An item carries the number of its shape; without one it has the first. It
 * is brought to the present shape when it is read, and so written with the next change: no table is ever rewritten. A
 * new shape is a new entry here, and its release is deployed twice: once to read it, once to write it.
 */
const steps: readonly ((stored: Stored) => Stored)[] = [
  // From 1, before 0.2: starts were stored under ids of 22 letters, which have expired, and nothing counted resets.
  ({ sessions, ...rest }) => ({
    epoch: 0,
    ...rest,
    sessions: Object.fromEntries(Object.entries(sessions ?? {}).filter(([id]) => id.length !== 22)),
  }),
];

/** The number of the shape that this version writes. */
export const shape = steps.length + 1;

/**
 * @returns the item in the present shape
 * @throws for an item of a newer version: what it means is unknown, so nothing may be decided by it
 */
export function inPresentShape(stored: Stored): Stored {
  const found = Number(stored['shape'] ?? 1);
  if (found > shape) {
    const message = `An item has shape ${found}, and this version knows ${shape}. Deploy the version that wrote it.`;
    throw Object.assign(new Error(message), { name: 'UnknownShape' });
  }
  return steps.slice(found - 1).reduce((item, step) => step(item), stored);
}
