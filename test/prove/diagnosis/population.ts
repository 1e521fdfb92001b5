import { generateSync } from 'otplib';
import { config } from '../../../infra.config.ts';
import { sealContact } from '../../../lib/actions/keys/contacts.ts';
import { sealSecret } from '../../../lib/actions/keys/secrets.ts';
import { hashOfLostTokenCode } from '../../../lib/actions/verification/judge-lost-token.ts';
import { encodeBase32 } from '../../../lib/crypto/base32.ts';
import type { Policy } from '../../../lib/domain/policy.ts';
import type {
  Profile,
  TokenParameters,
  TokenRecord,
  TokenState,
  UserState,
} from '../../../lib/domain/user-state.ts';
import type { Write } from '../../../lib/store/client.ts';
import { toItem } from '../../../lib/store/items.ts';
import { keys } from '../../../lib/store/keys.ts';
import { createUser } from '../../../lib/store/user-records.ts';
import { writes } from '../../../lib/store/users.ts';
import { issueQuestions } from '../../../lib/token-types/answers.ts';
import { issueBackupCodes } from '../../../lib/token-types/backup-codes.ts';
import { newId } from '../../support/people.ts';
import type { World } from '../../support/world.ts';
import { type Case, className, failuresOf, type TokenCase } from './cases.ts';

/** The right code of each token that generates its own. */
export interface Person {
  readonly userId: string;
  readonly codes: Readonly<Record<string, string>>;
  readonly answers: Readonly<Record<string, string>>;
}

const lostTokenCode = 'ABCDEFGHJKMNPQRS';
let numbers = 0;

/** Puts a user of the case into the table, as if all of it had happened. */
export async function populate(world: World, one: Case): Promise<Person> {
  const { services, now } = world;
  const { table, keyring, random } = services;
  const userId = newId('case');
  const key = await keyring.current();
  const codes: Record<string, string> = {};
  const answers: Record<string, string> = {};
  const tokens: Record<string, TokenState> = {};
  const along: Write[] = [];

  for (const [place, token] of one.tokens.entries()) {
    const tokenId = `token-${place}`;
    const { record, code } = await tokenOf(world, userId, tokenId, token, answers);
    codes[tokenId] = code;
    along.push(writes.putToken(table, userId, record));
    const { wrongAnswers } = token;
    tokens[tokenId] = {
      status: token.status,
      failures: token.failures,
      ...(token.type === 'questions' && wrongAnswers
        ? { wrongAnswers: { count: wrongAnswers.count, lastAt: now - wrongAnswers.ago } }
        : {}),
    };
  }
  const issued = one.codes === 'none' ? undefined : await issueBackupCodes(1, { key, random, now, userId });
  if (issued) {
    const used = one.codes === 'used' ? Object.keys(issued.record.hashes) : [];
    along.push(writes.putCodes(table, userId, { ...issued.record, used }, 1 - used.length));
    codes['backup-codes'] = issued.codes[0] ?? '';
  }
  codes['lost-token'] = lostTokenCode;
  if (one.noCodesLeft) {
    const cap = keys.sendCap(`user#${userId}`, Math.floor(now / 86_400));
    const Item = toItem({ ...cap, sent: config.sendCaps.perUserPerDay });
    along.push({ Put: { TableName: table.name, Item } });
  }
  const hash = hashOfLostTokenCode(key, userId, 'token-0', lostTokenCode);
  const state: UserState = {
    userId,
    version: 1,
    generation: 1,
    epoch: 1,
    enabled: one.enabled,
    active: one.active,
    required: one.required,
    ...(one.enrolledSince === undefined ? {} : { enrolledAt: now - one.enrolledSince }),
    periodStartedAt: now - one.periodSince,
    ...(one.expiredSince === undefined ? {} : { expiredAt: now - one.expiredSince }),
    ...(one.bypassFor === undefined ? {} : { bypassUntil: now + one.bypassFor }),
    ...(one.lostTokenFor === undefined
      ? {}
      : { lostToken: { tokenId: 'token-0', hash, keyId: key.id, validUntil: now + one.lostTokenFor } }),
    tokens,
    ...(issued ? { codes: { setId: issued.record.setId, remaining: one.codes === 'one' ? 1 : 0 } } : {}),
    sessions: {},
    failures: failuresOf(one, now),
    event: {
      id: random(16).toString('base64url'),
      type: 'user.created',
      at: now * 1_000,
      actor: 'operator:ada',
      userId,
      details: { required: true },
    },
  };
  const profile: Profile = {
    userId,
    displayName: 'Ada',
    email: `${userId}@example.org`,
    roles: [],
    ...(one.phone ? { phone: numberOf(one.phone === 'near') } : {}),
    ...(one.class ? { class: className } : {}),
    createdAt: now,
    updatedAt: now,
  };
  const outcome = await createUser(table, state, profile, undefined, along);
  if (outcome !== 'created') throw new Error(`The user is ${outcome}`);
  return { userId, codes, answers };
}

const numberOf = (near: boolean): string =>
  near ? `+4474002${String(10_000 + (numbers++ % 90_000))}` : `+79161${String(100_000 + numbers++)}`;

async function tokenOf(
  { services, now }: World,
  userId: string,
  tokenId: string,
  { type, channel, near, judged, questions, wornSince }: TokenCase,
  answers: Record<string, string>,
): Promise<{ readonly record: TokenRecord; readonly code: string }> {
  const timed = { algorithm: 'SHA1', digits: 6, periodSeconds: 30 } as const;
  const plain = { tokenId, type, label: type, createdAt: now, updatedAt: now };
  const made = async (parameters: TokenParameters, code: (secret: string) => string) => {
    const secret = services.random(20);
    const sealed = await sealSecret(services, userId, tokenId, secret);
    return {
      record: { ...plain, kind: 'key' as const, parameters, secret: sealed },
      code: code(encodeBase32(secret)),
    };
  };
  const sent = async (kind: 'phone' | 'email') => {
    const phone = { kind: 'phone', masked: '+44•••', area: near ? 'GB' : 'RU' } as const;
    const address = kind === 'phone' ? numberOf(near) : `${userId}@${near ? 'example.org' : 'other.test'}`;
    const contact = kind === 'phone' ? { ...phone, address } : ({ kind, masked: 'a•••', address } as const);
    return {
      record: {
        ...plain,
        kind: 'contact' as const,
        device: await sealContact(services, userId, tokenId, contact),
      },
      code: '',
    };
  };
  switch (type) {
    case 'totp':
      return made(timed, (secret) => generateSync({ secret, epoch: now }));
    case 'hotp':
      return made({ ...timed, periodSeconds: 0 }, (secret) =>
        generateSync({ strategy: 'hotp', secret, counter: 0 }),
      );
    case 'hardware': {
      const { record, code } = await made(timed, (secret) => generateSync({ secret, epoch: now }));
      const worn = wornSince === undefined ? {} : { expiresAt: now - wornSince };
      return { record: { ...record, serial: tokenId, ...worn }, code };
    }
    case 'sms':
    case 'email':
      return sent(type === 'sms' ? 'phone' : 'email');
    case 'virtual':
      return sent(channel);
    case 'questions': {
      const typed = Array.from({ length: questions }, (_, place) => ({
        question: `Which is the word number ${place}?`,
        answer: `word number ${place} of ${userId}`,
      }));
      for (const { question, answer } of typed) answers[question] = answer;
      const pepper = { key: await services.keyring.current(), userId, random: services.random };
      const set = await issueQuestions(typed, pepper);
      return { record: { ...plain, kind: 'questions', questions: set }, code: '' };
    }
    default: {
      const contact = { kind: 'account', masked: 'a•••', address: userId } as const;
      const device = await sealContact(services, userId, tokenId, contact);
      const named = type === 'radius' || !judged ? { provider: judged ? 'judge' : 'nobody' } : {};
      return { record: { ...plain, kind: 'contact', device, ...named }, code: '314159' };
    }
  }
}

/** What administrators decided in the case. */
export const policyOf = (one: Case, standing: Policy): Policy => ({
  settings: one.settings,
  tokenTypes: Object.fromEntries(one.obsolete.map((type) => [type, { type, obsolete: true }])),
  classes: one.class ? { [className]: one.class } : {},
  providers: standing.providers,
});
