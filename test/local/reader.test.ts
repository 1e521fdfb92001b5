import { expect, test } from 'vitest';
import { reader } from '../../local/stream/reader.ts';

const turn = () => new Promise(setImmediate);

test('many nudges are served by few passes, and a pass that somebody waits for comes at once', async () => {
  const stopping = new AbortController();
  let passes = 0;
  const pass = async () => {
    passes++;
    await turn();
  };
  const made = reader(pass, stopping.signal, () => expect.fail('no pass fails'));
  await made.freshPass();
  const before = passes;
  for (let nudge = 0; nudge < 20; nudge++) {
    made.nudge();
    await turn();
  }
  expect(made.isIdle()).toBe(false);
  expect(passes - before).toBeLessThanOrEqual(5);
  const from = performance.now();
  for (let wait = 0; wait < 10; wait++) await made.freshPass();
  expect(passes - before).toBeGreaterThanOrEqual(10);
  // Ten pauses would take more than two seconds.
  expect(performance.now() - from).toBeLessThan(2_000);
  stopping.abort();
  await made.ended;
});
