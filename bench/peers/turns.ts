import { concurrently, median, quantile } from '../measure/statistics.ts';
import type { CounterToken } from './codes.ts';
import type { Peer } from './peer.ts';

export interface Contestant {
  readonly peer: Peer;
  readonly tokens: readonly CounterToken[];
}

/** For one turn: the number of verifications per second, and how long each of them took. */
export interface Turn {
  readonly perSecond: number;
  readonly milliseconds: readonly number[];
}

/** More than any of them verifies in a turn. */
const mostOfATurn = 100_000;

/**
 * Lets this many callers sign people in for some seconds, each with users of their own, so that nobody signs in twice
 * at once. Work that continues after the answers belongs to the turn: postponing it gains nothing. @throws when a
 * right code is refused
 */
export async function turnOf({ peer, tokens }: Contestant, callers: number, seconds: number): Promise<Turn> {
  const milliseconds: number[] = [];
  const from = performance.now();
  const isOver = (): boolean =>
    performance.now() - from > seconds * 1_000 || milliseconds.length >= mostOfATurn;
  const lanes = Array.from({ length: callers }, (_, caller) =>
    tokens.filter((_token, place) => place % callers === caller),
  );
  await concurrently(callers, lanes, async (lane) => {
    for (let place = 0; !isOver(); place++) {
      const token = lane[place % lane.length];
      if (!token) throw new Error('There are more callers than people');
      const code = token.next();
      const sent = performance.now();
      if (!(await peer.verify(token.holder, code))) throw new Error(`${peer.name} refused a right code`);
      milliseconds.push(performance.now() - sent);
    }
  });
  await peer.rest();
  return { perSecond: (milliseconds.length / (performance.now() - from)) * 1_000, milliseconds };
}

/**
 * A product that accepts everything is fast. @throws unless a right code is accepted, once, and a wrong one is not
 */
export async function insist({ peer, tokens }: Contestant): Promise<void> {
  const [token] = tokens;
  if (!token) throw new Error('Nobody signs in');
  const code = token.next();
  const answers = [code, code, wrongAfter(code)];
  const accepted: boolean[] = [];
  for (const answer of answers) accepted.push(await peer.verify(token.holder, answer));
  if (accepted.join() !== 'true,false,false') {
    throw new Error(`${peer.name} answered a right, the same and a wrong code with ${accepted}`);
  }
}

/** Wrong whatever the next codes are, except once in a hundred thousand. */
const wrongAfter = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

export interface Figures {
  readonly perSecond: number;
  readonly half: number;
  readonly slow: number;
}

export const figuresOf = (turns: readonly Turn[]): Figures => {
  const milliseconds = turns.flatMap((turn) => turn.milliseconds);
  return {
    perSecond: median(turns.map(({ perSecond }) => perSecond)),
    half: median(milliseconds),
    slow: quantile(milliseconds, 0.95),
  };
};
