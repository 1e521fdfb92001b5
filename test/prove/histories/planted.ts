import type { Input, Output } from './account.ts';
import type { Called } from './linearize.ts';
import type { History } from './record.ts';

type Call = Called<Input, Output>;

/** The calls before the clock moved for the first time: of a fault after very many, all their orders would be tried. */
function beginningOf({ initial, calls }: History): History {
  const first = Math.min(...calls.map(({ input }) => input.at));
  return { initial, calls: calls.filter(({ input }) => input.at === first) };
}

/** Adds calls after all others, one after the other. */
function then(history: History, ...added: readonly (readonly [Input, string])[]): History {
  const last = Math.max(0, ...history.calls.flatMap(({ from, to }) => [from, Number.isFinite(to) ? to : 0]));
  const calls = added.map(([input, told], place): Call => {
    const from = last + 1 + 2 * place;
    return { input, output: { told }, from, to: from + 1 };
  });
  return { ...history, calls: [...history.calls, ...calls] };
}

const verification = 'planted';
const isAccepted = ({ input, output }: Call): boolean => input.kind === 'attempt' && output?.told === '200';

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
export function startDisabled(whole: History): History | undefined {
  const history = beginningOf(whole);
  const { calls } = history;
  if (calls.some(({ input, output }) => input.kind === 'enable' && output === undefined)) return undefined;
  const at = Math.max(...calls.map(({ input }) => input.at)) + 10_000;
  return then(history, [{ kind: 'disable', at }, '200'], [{ kind: 'start', verification, at }, '201']);
}
