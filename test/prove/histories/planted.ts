import type { Input, Output } from './account.ts';
import type { Called } from './linearize.ts';
import type { History } from './record.ts';

type Call = Called<Input, Output>;

const verification = 'planted';
const leastPlaces = 24;
const isAccepted = ({ input, output }: Call): boolean => input.kind === 'attempt' && output?.told === '200';

/** Calls of which all orders can be tried: until the first code was accepted. */
function beginningOf({ initial, calls }: History): History {
  const end = Math.max(leastPlaces, calls.find(isAccepted)?.to ?? 0);
  const begun = calls.filter(({ from }) => from < end);
  return {
    initial,
    // What was answered later may have seen calls that are left out here.
    calls: begun.map(({ output, ...call }) => (output && call.to <= end ? { ...call, output } : call)),
  };
}

/** Adds calls after all others, one after the other. */
function then(history: History, ...added: readonly (readonly [Input, string])[]): History {
  const last = Math.max(0, ...history.calls.map(({ to }) => to));
  const calls = added.map(([input, told], place): Call => {
    const from = last + 1 + 2 * place;
    return { input, output: { told }, from, to: from + 1 };
  });
  return { ...history, calls: [...history.calls, ...calls] };
}

/** A code that was accepted is accepted again, in a verification of its own. */
export function acceptAgain(whole: History): History | undefined {
  const history = beginningOf(whole);
  const accepted = history.calls.find(isAccepted)?.input;
  if (accepted?.kind !== 'attempt') return undefined;
  const { at } = accepted;
  return then(
    history,
    [{ kind: 'enable', at }, '200'],
    [{ kind: 'start', verification, at }, '201'],
    [{ ...accepted, verification, key: 'another' }, '200'],
  );
}

/** A verification starts although the account has been disabled, and nobody has enabled it again. */
export function startDisabled(whole: History): History {
  const history = beginningOf(whole);
  const at = Math.max(...history.calls.map(({ input }) => input.at)) + 10_000;
  return then(history, [{ kind: 'disable', at }, '200'], [{ kind: 'start', verification, at }, '201']);
}
