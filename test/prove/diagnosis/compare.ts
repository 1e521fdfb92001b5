import fc from 'fast-check';
import type { Policy } from '../../../lib/domain/policy.ts';
import { putService } from '../../support/delegated.ts';
import { attempt } from '../../support/people.ts';
import { World } from '../../support/world.ts';
import { type Case, cases, className } from './cases.ts';
import { type Person, policyOf, populate } from './population.ts';

/** What the diagnosis said of one user, and what came of really trying to sign in. */
export interface Compared {
  readonly one: Case;
  readonly said: {
    readonly canSignIn: boolean;
    readonly blocks: boolean;
    readonly findings: readonly string[];
  };
  readonly signedIn: boolean;
  /** The answers that the application got on the way. */
  readonly told: readonly string[];
}

export const isLie = ({ said, signedIn }: Compared): boolean =>
  said.canSignIn !== signedIn || said.blocks === said.canSignIn;

/**
 * What somebody would say who looks at the account and its tokens alone: the planted fault. It knows neither classes, nor
 * waits, nor what cannot be sent.
 */
export const naive = ({ one }: Compared): boolean =>
  one.enabled &&
  (!one.required ||
    one.enrolledSince === undefined ||
    one.tokens.some(({ status }) => status === 'active') ||
    one.codes === 'one');

/** A world in which each case brings its own rules, and every message can be read. */
export class Clinic {
  readonly #world: World;
  readonly #standing: Policy;
  readonly #drawn: string[] = [];

  private constructor(world: World, standing: Policy) {
    this.#world = world;
    this.#standing = standing;
  }

  static async open(endpoint?: string): Promise<Clinic> {
    const world = await World.start(endpoint);
    const secret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
    await putService(world, 'judge', 'http://127.0.0.1:1/', secret);
    // The guard that counts members is there; how the class stands is each case's to say.
    await world.api.expect(200, 'PUT', `/v1/classes/${className}`, { body: {} });
    const clinic = new Clinic(world, await world.services.policy());
    const { random } = world.services;
    Object.assign(world.services, {
      delegation: { loopback: true, ask: async () => 'accepted' },
      random: (bytes: number) => {
        const drawn = random(bytes);
        // Ids of messages are drawn so.
        if (bytes === 16) clinic.#drawn.push(drawn.toString('base64url'));
        return drawn;
      },
    });
    return clinic;
  }

  close(): Promise<void> {
    return this.#world.stop();
  }

  async compare(one: Case): Promise<Compared> {
    const world = this.#world;
    const policy = policyOf(one, this.#standing);
    Object.assign(world.services, { policy: async () => policy, settings: async () => policy.settings });
    world.advance(3_607);
    const person = await populate(world, one);
    const { canSignIn, findings } = await world.api.expect(
      200,
      'GET',
      `/v1/users/${person.userId}/diagnosis`,
    );
    const said = {
      canSignIn,
      blocks: findings.some(({ severity }: { severity: string }) => severity === 'blocks'),
      findings: findings.map(({ code, severity }: Record<string, string>) => `${severity}: ${code}`),
    };
    const told: string[] = [];
    return { one, said, signedIn: await this.#signIn(person, told), told };
  }

  /** As an application would, with everything that the user has, until something is right. */
  async #signIn(person: Person, told: string[]): Promise<boolean> {
    for (const mode of [undefined, 'look-up']) {
      const { status, body } = await this.#world.api.call('POST', '/v1/verifications', {
        as: 'application',
        body: { userId: person.userId, ...(mode ? { mode } : {}) },
      });
      told.push(body.status === status ? body.code : body.status);
      if (body.status === 'not-required') return true;
      if (body.status === 'enrollment-required') return this.#mayEnroll(body.verificationId, told);
      if (status !== 201) continue;
      for (const factor of body.factors) {
        const answered = await this.#answer(person, body.verificationId, factor);
        told.push(`${factor.type}: ${answered}`);
        if (answered === 'verified') return true;
      }
      return false;
    }
    return false;
  }

  /** Whether there is something to enroll by, if not what comes first. */
  async #mayEnroll(verificationId: string, told: string[]): Promise<boolean> {
    for (const type of [undefined, 'totp', 'hotp']) {
      const { status, body } = await this.#world.api.call(
        'POST',
        `/v1/verifications/${verificationId}/enrollment`,
        { as: 'application', body: type ? { type } : {} },
      );
      told.push(String(body.code ?? body.type));
      if (status === 201) return true;
    }
    return false;
  }

  async #answer(
    { codes, answers }: Person,
    verificationId: string,
    { tokenId, mode, type, questions }: Record<string, string> & { questions?: Record<string, string>[] },
  ): Promise<string> {
    if (questions) {
      const given = questions.map(({ questionId, text = '' }) => ({ questionId, answer: answers[text] }));
      return this.#attempt(verificationId, { answers: given, tokenId });
    }
    const sent = mode === 'out-of-band' && type !== 'app';
    const code = sent ? await this.#sentCode(verificationId, tokenId ?? '') : codes[tokenId ?? ''];
    if (!code || !/^[\dA-Z-]+$/.test(code)) return `no code: ${code}`;
    return this.#attempt(verificationId, { code, tokenId });
  }

  async #attempt(verificationId: string, { code, ...body }: Record<string, unknown>): Promise<string> {
    const answer =
      typeof code === 'string'
        ? await attempt(this.#world, verificationId, code, body)
        : await this.#world.api.call('POST', `/v1/verifications/${verificationId}/attempts`, {
            as: 'application',
            body,
          });
    return answer.body.code ?? answer.body.status;
  }

  async #sentCode(verificationId: string, tokenId: string): Promise<string | undefined> {
    const { mails, texts, api } = this.#world;
    this.#drawn.length = 0;
    const { status, body } = await api.call('POST', `/v1/verifications/${verificationId}/challenges`, {
      as: 'application',
      body: { tokenId },
    });
    if (status !== 202) return body.code;
    const before = mails.length + texts.length;
    for (const messageId of [...this.#drawn]) await this.#world.deliver(messageId);
    if (mails.length + texts.length === before) return 'no message';
    const all = [texts.at(-1)?.text, mails.at(-1)?.text].filter((text) => text !== undefined);
    mails.length = 0;
    texts.length = 0;
    return all.join(' ').match(/(?<![\d+-])\d{4,10}(?![\d-])/)?.[0] ?? all.join(' ');
  }
}

/** So many cases of a seed, each tried. */
export async function* compareAll(
  clinic: Clinic,
  { seed, count }: { readonly seed: number; readonly count: number },
): AsyncGenerator<Compared> {
  for (const one of fc.sample(cases, { seed, numRuns: count })) yield await clinic.compare(one);
}
