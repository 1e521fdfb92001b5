import { randomUUID } from 'node:crypto';
import type { Answer, Api } from '../../support/api.ts';
import { appCode, type Enrolled, enrolledUser, wrongCode } from '../../support/people.ts';
import type { World } from '../../support/world.ts';
import type { Account, Input, Output } from './account.ts';
import type { Called } from './linearize.ts';

export interface History {
  readonly initial: Account;
  readonly calls: readonly Called<Input, Output>[];
}

export interface Size {
  readonly clients: number;
  /** Per client, over all phases. */
  readonly operations: number;
}

/** Between them all clients wait for each other, and the clock moves. */
const phases = 3;
const secondsBetween = 70;
/** Verifications that clients still think of. */
const known = 2;
const backupCodeShape = '0000000000000000';

type Draw = (below: number) => number;

/** Clients that ask one account for everything at once; some give up before they are answered. */
export async function recordHistory(
  world: World,
  api: Api,
  { clients, operations }: Size,
  draw: Draw,
): Promise<History> {
  const person = await unambiguousUser(world);
  const initial: Account = {
    enabled: true,
    lastStep: Math.floor(world.now / 30) - 4,
    spent: [],
    failed: { row: 0, day: 0, until: 0, backup: 0 },
    sessions: {
      'of the enrollment': { status: 'verified', attempts: 0, expiresAt: world.now + 480, judged: {} },
    },
  };
  const calls: Called<Input, Output>[] = [];
  const verifications: string[] = [];
  let places = 0;

  const call = async (wanted: Wanted): Promise<Wanted | undefined> => {
    const at = world.now;
    const from = places++;
    const answer = await ask(api, person, wanted, at);
    const to = places++;
    const verification: string = answer.body?.verificationId ?? `unknown ${from}`;
    const input = { ...wanted, ...(wanted.kind === 'start' ? { verification } : {}), at } as Input;
    // A conflict says that nothing was changed; 503 says nothing.
    if (answer.body?.code === 'conflict') return undefined;
    const lost = answer.status === 503 || draw(30) === 0;
    calls.push({ input, from, to, ...(lost ? {} : { output: outputOf(answer) }) });
    if (!lost && wanted.kind === 'start' && answer.status === 201) verifications.push(verification);
    return lost && wanted.kind === 'attempt' ? wanted : undefined;
  };

  const client = async (): Promise<void> => {
    let again: Wanted | undefined;
    for (let i = 0; i < operations / phases; i++) {
      again = await call(again ?? wish(person, verifications.slice(-known), world.now, draw));
    }
  };
  for (let phase = 0; phase < phases; phase++) {
    await Promise.all(Array.from({ length: clients }, client));
    world.advance(secondsBetween);
  }
  return { initial, calls };
}

/** An input before it is known when it is asked, and which id a start gets. */
type Wanted =
  | { readonly kind: 'start' }
  | { readonly kind: 'disable' }
  | { readonly kind: 'enable' }
  | { readonly kind: 'read'; readonly verification: string }
  | {
      readonly kind: 'attempt';
      readonly verification: string;
      readonly key: string;
      readonly typed: 'code' | 'backup code';
      readonly step?: number;
      readonly place?: number;
    };

function wish({ backupCodes }: Enrolled, verifications: readonly string[], now: number, draw: Draw): Wanted {
  const verification = verifications[draw(Math.max(1, verifications.length))];
  const which = draw(100);
  if (verification === undefined || which < 12) return { kind: 'start' };
  if (which < 14) return { kind: 'disable' };
  if (which < 26) return { kind: 'enable' };
  if (which < 38) return { kind: 'read', verification };
  const attempt = { kind: 'attempt', verification, key: randomUUID() } as const;
  const wrong = draw(5) === 0;
  if (which < 48) {
    return { ...attempt, typed: 'backup code', ...(wrong ? {} : { place: draw(backupCodes.length) }) };
  }
  // Most are around now, some too old or too early.
  return { ...attempt, typed: 'code', ...(wrong ? {} : { step: Math.floor(now / 30) + draw(9) - 4 }) };
}

function ask(api: Api, person: Enrolled, wanted: Wanted, at: number): Promise<Answer> {
  const as = 'application';
  const { userId } = person;
  if (wanted.kind === 'start') return api.call('POST', '/v1/verifications', { as, body: { userId } });
  if (wanted.kind === 'disable' || wanted.kind === 'enable')
    return api.call('POST', `/v1/users/${userId}/${wanted.kind}`, { body: {} });
  const target = `/v1/verifications/${wanted.verification}`;
  if (wanted.kind === 'read') return api.call('GET', target, { as });
  const headers = { 'idempotency-key': wanted.key };
  return api.call('POST', `${target}/attempts`, { as, headers, body: { code: codeOf(person, wanted, at) } });
}

function codeOf(
  { secret, backupCodes }: Enrolled,
  { typed, step, place }: Wanted & { kind: 'attempt' },
  at: number,
): string {
  if (typed === 'backup code') return place === undefined ? backupCodeShape : (backupCodes[place] ?? '');
  return step === undefined ? wrongCode(secret, at) : appCode(secret, step * 30);
}

function outputOf({ status, body }: Answer): Output {
  const told =
    body?.code ?? (body?.attemptsRemaining === undefined || status === 201 ? String(status) : body.status);
  const remaining = status === 201 ? undefined : body?.attemptsRemaining;
  return { told, ...(remaining === undefined ? {} : { remaining }) };
}

/** A token no two of whose codes have the same digits: the model knows codes by their steps. */
async function unambiguousUser(world: World): Promise<Enrolled> {
  for (;;) {
    const person = await enrolledUser(world);
    const first = Math.floor(world.now / 30) - 8;
    const steps = Array.from({ length: 32 }, (_, place) => first + place);
    if (new Set(steps.map((step) => appCode(person.secret, step * 30))).size === steps.length) return person;
  }
}
