import { startSes } from '../../../local/stand-ins/ses.ts';
import { startSns } from '../../../local/stand-ins/sns.ts';
import type { World } from '../../support/world.ts';
import { FaultProxy } from '../fault-proxy.ts';
import { mailIn } from '../mail-order.ts';
import { FunctionProcess } from '../processes/function-process.ts';
import type { Fault } from '../protocol.ts';
import { seeded } from '../random.ts';
import type { Sent } from '../recount/book.ts';

/** What a provider has taken. */
export interface Given extends Sent {
  /** Seconds since 1970 in the world's time. */
  readonly at: number;
  /** Why the function did not learn of it. */
  lost?: Fault | 'killed';
}

/** Per hundred requests at a provider; it accepts the last three kinds, and the function does not learn that. */
const shares: readonly (readonly [Fault, number])[] = [
  ['error before', 5],
  ['throttled', 4],
  ['dropped before', 5],
  ['error after', 3],
  ['dropped after', 2.7],
  ['silence after', 0.3],
];

const taken: readonly (Fault | undefined)[] = ['error after', 'dropped after', 'silence after', undefined];

/**
 * The deliver function in a process of its own with the real clients, and the stand-ins of SES and SNS behind proxies
 * that fail one request in five. Of one message at most one acceptance is lost, to a fault or to a kill: each one
 * lost forces another sending, whoever sends.
 */
export class PostOffice {
  readonly given: Given[] = [];
  /** How many requests met each fault. */
  readonly faults = new Map<Fault, number>();
  kills = 0;
  readonly #world: World;
  readonly #ses: Awaited<ReturnType<typeof startSes>>;
  readonly #sns: Awaited<ReturnType<typeof startSns>>;
  readonly #proxies: { readonly database: FaultProxy; readonly ses: FaultProxy; readonly sns: FaultProxy };
  readonly #random = seeded(14);
  readonly #hit = new Set<string>();
  #process: FunctionProcess;
  #invoked = { at: 0, given: [] as Given[], dead: false };
  #callsToKill = Number.POSITIVE_INFINITY;

  private constructor(
    world: World,
    ses: Awaited<ReturnType<typeof startSes>>,
    sns: Awaited<ReturnType<typeof startSns>>,
    proxies: { database: FaultProxy; ses: FaultProxy; sns: FaultProxy },
  ) {
    this.#world = world;
    this.#ses = ses;
    this.#sns = sns;
    this.#proxies = proxies;
    this.#process = this.#newProcess();
    proxies.database.plan((operation) => (operation === 'UpdateItem' ? this.#atDatabase() : this.#ifDead()));
    proxies.ses.plan((_, body) => this.#atProvider({ channel: 'email', ...mailIn(body) }));
    proxies.sns.plan((_, body) => this.#atProvider(textIn(body)));
  }

  static async open(world: World): Promise<PostOffice> {
    const [ses, sns] = await Promise.all([startSes(), startSns()]);
    const proxies = {
      database: await FaultProxy.start(world.endpoint),
      ses: await FaultProxy.start(ses.url),
      sns: await FaultProxy.start(sns.url),
    };
    return new PostOffice(world, ses, sns, proxies);
  }

  async close(): Promise<void> {
    await this.#process.stop();
    await Promise.all(Object.values(this.#proxies).map((proxy) => proxy.stop()));
    await Promise.all([this.#ses.close(), this.#sns.close()]);
  }

  /** Kills the function when it has made so many more calls. */
  killAfter(calls: number): void {
    this.#callsToKill = calls;
  }

  /** As the stream and the schedule do: what was killed is called again. */
  async call(input: unknown): Promise<void> {
    for (;;) {
      this.#invoked = { at: performance.now(), given: [], dead: false };
      // Its own failures are logged there and come again with the schedule.
      const answer = await this.#process.invoke(input).catch(() => 'failed');
      if (answer !== undefined) return;
      await this.#process.stop();
      this.#process = this.#newProcess();
    }
  }

  /** What the stand-ins hold, whatever the proxies believe. */
  async inbox(): Promise<Sent[]> {
    const mails = (await this.#ses.mails()).map(({ destination, body }) => ({
      channel: 'email' as const,
      to: destination.to[0] ?? '',
      text: body.text ?? '',
    }));
    const texts = this.#sns.messages.map(({ to, text }) => ({ channel: 'sms' as const, to, text }));
    return [...mails, ...texts];
  }

  #newProcess(): FunctionProcess {
    const { database, ses, sns } = this.#proxies;
    const kms = process.env['AWS_ENDPOINT_URL_KMS'] ?? '';
    return new FunctionProcess('deliver', this.#world, {
      database: database.url,
      kms,
      ses: ses.url,
      sns: sns.url,
    });
  }

  /** What a process had on its way when it was killed does not arrive any more. */
  #ifDead(): Fault | undefined {
    return this.#invoked.dead ? 'dropped before' : undefined;
  }

  #atDatabase(): Fault | undefined {
    if (this.#invoked.dead) return 'dropped before';
    if (!this.#isKilled()) return undefined;
    return this.#random(2) ? 'dropped before' : undefined;
  }

  #atProvider(sent: Sent): Fault | undefined {
    if (this.#invoked.dead) return 'dropped before';
    const key = keyOf(sent);
    const fault = this.#hit.has(key) ? beforeOnly(this.#draw()) : this.#draw();
    if (fault) this.faults.set(fault, (this.faults.get(fault) ?? 0) + 1);
    if (!taken.includes(fault)) return fault;
    const elapsed = (performance.now() - this.#invoked.at) / 1_000;
    const given: Given = { ...sent, at: this.#world.now + elapsed, ...(fault ? { lost: fault } : {}) };
    if (fault) this.#hit.add(key);
    this.given.push(given);
    this.#isKilled();
    this.#invoked.given.push(given);
    if (this.#invoked.dead) this.#lose(given);
    return fault;
  }

  #isKilled(): boolean {
    if (--this.#callsToKill > 0) return false;
    if (this.#invoked.given.some((given) => this.#hit.has(keyOf(given)))) return false;
    this.#callsToKill = Number.POSITIVE_INFINITY;
    this.#invoked.dead = true;
    this.kills++;
    this.#process.kill();
    for (const given of this.#invoked.given) this.#lose(given);
    return true;
  }

  #lose(given: Given): void {
    given.lost ??= 'killed';
    this.#hit.add(keyOf(given));
  }

  #draw(): Fault | undefined {
    let left = this.#random(10_000) / 100;
    for (const [fault, share] of shares) {
      left -= share;
      if (left < 0) return fault;
    }
    return undefined;
  }
}

const beforeOnly = (fault: Fault | undefined): Fault | undefined =>
  taken.includes(fault) ? undefined : fault;

export const keyOf = ({ channel, to, text }: Sent): string => `${channel} ${to} ${text}`;

function textIn(body: Buffer): Sent {
  const form = new URLSearchParams(body.toString());
  return { channel: 'sms', to: form.get('PhoneNumber') ?? '', text: form.get('Message') ?? '' };
}
