import { randomUUID } from 'node:crypto';
import type { Answer } from '../../support/api.ts';
import type { Caller } from '../../support/gateway-event.ts';
import type { Deployment } from './deployment.ts';
import type { Journal } from './journal.ts';
import { Lost } from './processes.ts';

const mostTries = 12;

export interface Asked {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'PUT';
  readonly target: string;
  readonly as?: Caller;
  readonly body?: object;
  /** Sent with every try: only one of them may count. */
  readonly idempotencyKey?: string;
}

/** The last answer, and how many tries before it may have been carried out although nobody heard of it. */
export interface Heard extends Answer {
  readonly doubts: number;
  /** Seconds between the first try and the answer. */
  readonly late: number;
}

/** What a request leaves in the audit if it is carried out. */
interface Leaves {
  readonly userId: string;
  readonly types: readonly string[];
  readonly verification?: string;
  /** Tries that are carried out leave one each; otherwise a second one finds it done. */
  readonly anew?: true;
  /** It may be done already, and then leaves nothing. */
  readonly perhaps?: true;
}

/** Asks as an application in production would: again, when the answer says so or there is none. */
export class Client {
  requests = 0;
  unanswered = 0;
  /** Called with each request. */
  onRequest = (): void => {};
  readonly #deployment: Deployment;
  readonly journal: Journal;

  constructor(deployment: Deployment, journal: Journal) {
    this.#deployment = deployment;
    this.journal = journal;
  }

  async ask({ method = 'POST', target, as, body, idempotencyKey }: Asked): Promise<Heard> {
    const options = {
      ...(as ? { as } : {}),
      ...(body ? { body } : {}),
      ...(idempotencyKey ? { headers: { 'idempotency-key': idempotencyKey } } : {}),
    };
    const from = this.#deployment.now;
    let doubts = 0;
    for (let tries = 1; ; tries++) {
      await this.#deployment.stormy?.up;
      this.requests++;
      this.#deployment.advance(1);
      const asking = this.#deployment.request(method, target, options);
      this.onRequest();
      const answer = await asking.catch((error: unknown) => {
        if (error instanceof Lost) return undefined;
        throw error;
      });
      const again = answer === undefined || answer.status === 503 || answer.body?.code === 'conflict';
      if (answer && (!again || tries === mostTries)) {
        if (answer.status >= 500) this.journal.wrong(`${method} ${target} was answered ${answer.status}`);
        return { ...answer, doubts, late: this.#deployment.now - from };
      }
      if (answer?.body?.code !== 'conflict') doubts++;
      if (answer === undefined) this.unanswered++;
    }
  }

  /** Asks, and notes what was acknowledged if the answer is the expected one. */
  async change(status: number, leaves: Leaves, asked: Asked): Promise<Heard> {
    const heard = await this.ask(asked);
    const { anew, perhaps, ...what } = leaves;
    const done = heard.status === status;
    const tries = heard.doubts + (done ? 1 : 0);
    this.journal.note({ ...what, least: done && !perhaps ? 1 : 0, most: anew ? tries : Math.min(1, tries) });
    return heard;
  }

  /** Answers a verification; the key says that all tries are one attempt. */
  async attempt(userId: string, verificationId: string, code: string) {
    const idempotencyKey = randomUUID();
    const heard = await this.ask({
      target: `/v1/verifications/${verificationId}/attempts`,
      as: 'application',
      body: { code },
      idempotencyKey,
    });
    const verification = verificationId.split('.')[0] ?? '';
    const accepted = heard.status === 200;
    const success = { userId, types: ['verification.succeeded'], verification };
    this.journal.note({
      ...success,
      least: accepted ? 1 : 0,
      most: accepted || heard.doubts > 0 ? 1 : 0,
    });
    return { ...heard, accepted, attempt: idempotencyKey, verification };
  }
}
