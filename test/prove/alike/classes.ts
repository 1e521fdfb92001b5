import { randomBytes } from 'node:crypto';
import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { toItem } from '../../../lib/store/items.ts';
import { keys } from '../../../lib/store/keys.ts';
import { period } from '../../support/accounts.ts';
import type { Answer, Caller } from '../../support/api.ts';
import { otherApplication } from '../../support/assertions.ts';
import { completeSignIn, guessWrong } from '../../support/guesses.ts';
import { confirmLink, keyOf, openLink, sendLink } from '../../support/links.ts';
import { appCode, attempt, createUser, enrolledUser, start, wrongCode } from '../../support/people.ts';
import type { World } from '../../support/world.ts';

/** Something to ask as often as one likes; what it changes is put right before it is asked again. */
export interface Repeatable {
  readonly ask: () => Promise<Answer>;
  readonly reset?: () => Promise<void>;
}

/** Cases that an answer must not tell from each other. */
export interface Alike {
  readonly name: string;
  readonly cases: Readonly<Record<string, (world: World) => Promise<Repeatable>>>;
}

const never = (): string => randomBytes(32).toString('base64url');

/** What the account has come to is forgotten before each question, so that each meets the same. */
async function forgetting(world: World, userId: string, ask: () => Promise<Answer>): Promise<Repeatable> {
  const { client, tableName: TableName } = world;
  const found = await client.send(new GetItemCommand({ TableName, Key: toItem(keys.state(userId)) }));
  const reset = async (): Promise<void> =>
    void (await client.send(new PutItemCommand({ TableName, Item: found.Item })));
  return { ask, reset };
}

/** How a link has come to be of no use. */
const deadLinks: Record<string, (world: World) => Promise<string>> = {
  'one that never was': async () => never(),
  'no link at all': async () => 'nonsense',
  'a used one': async (world) => {
    const link = await sendLink(world, await createUser(world));
    await confirmLink(world, link.token, appCode(await keyOf(world, link), world.now));
    return link.token;
  },
  'a replaced one': async (world) => {
    const userId = await createUser(world);
    const { token } = await sendLink(world, userId);
    await sendLink(world, userId);
    return token;
  },
  'one of an account that was disabled': async (world) => {
    const userId = await createUser(world);
    const { token } = await sendLink(world, userId);
    await world.api.expect(200, 'POST', `/v1/users/${userId}/disable`, { body: {} });
    return token;
  },
  'one of a user who is gone': async (world) => {
    const userId = await createUser(world);
    const { token } = await sendLink(world, userId);
    await world.api.expect(204, 'DELETE', `/v1/users/${userId}`);
    return token;
  },
  'an expired one': async (world) => {
    const { token } = await sendLink(world, await createUser(world));
    world.advance(86_400);
    return token;
  },
  'one of an account whose period is over': async (world) => {
    const { token } = await sendLink(world, await createUser(world));
    world.advance(period);
    return token;
  },
};

const linkCases = (use: (world: World, token: string) => Promise<Answer>): Alike['cases'] =>
  Object.fromEntries(
    Object.entries(deadLinks).map(([name, make]) => [
      name,
      async (world: World) => {
        const token = await make(world);
        return { ask: () => use(world, token) };
      },
    ]),
  );

/** A verification in which the next answer is this one. */
const answering =
  (codeFor: (world: World, person: Awaited<ReturnType<typeof enrolledUser>>) => Promise<string>) =>
  async (world: World): Promise<Repeatable> => {
    const person = await enrolledUser(world);
    const code = await codeFor(world, person);
    const { verificationId } = await start(world, person.userId);
    return forgetting(world, person.userId, () => attempt(world, verificationId, code));
  };

/** In which state somebody is whom a caller may know nothing of. */
const people: Record<string, (world: World) => Promise<string>> = {
  'nobody of that name': async () => 'nobody-of-that-name',
  'somebody who is not enrolled': (world) => createUser(world),
  'somebody who is enrolled': async (world) => (await enrolledUser(world)).userId,
  'somebody who is disabled': async (world) => {
    const userId = await createUser(world);
    await world.api.expect(200, 'POST', `/v1/users/${userId}/disable`, { body: {} });
    return userId;
  },
  'somebody who has to wait': async (world) => {
    const person = await enrolledUser(world);
    await guessWrong(world, person, 10);
    return person.userId;
  },
};

/** The same people for every caller. */
const made = new WeakMap<World, Map<string, Promise<string>>>();

function personOf(world: World, name: string, make: (world: World) => Promise<string>): Promise<string> {
  const there = made.get(world) ?? new Map<string, Promise<string>>();
  made.set(world, there);
  const person = there.get(name) ?? make(world);
  there.set(name, person);
  return person;
}

const peopleCases = (as: Caller): Alike['cases'] =>
  Object.fromEntries(
    Object.entries(people).map(([name, make]) => [
      name,
      async (world: World) => {
        const target = `/v1/users/${await personOf(world, name, make)}/status`;
        return { ask: () => world.api.call('GET', target, { as }) };
      },
    ]),
  );

const reading =
  (make: (world: World) => Promise<string>) =>
  async (world: World): Promise<Repeatable> => {
    const target = `/v1/verifications/${await make(world)}`;
    return { ask: () => world.api.call('GET', target, { as: otherApplication }) };
  };

/** The id of another deployment: as long, and sealed with a key that this one does not have. */
const strangeId = (id: string): string =>
  id.replace(/\.(....)(.*)/, (_all, head: string, rest: string) => {
    const strange = randomBytes(rest.length).toString('base64url');
    return `.${head}${strange.slice(0, rest.length)}`;
  });

export const alike: readonly Alike[] = [
  { name: 'opening a dead link', cases: linkCases((world, token) => openLink(world, token)) },
  {
    name: 'confirming by a dead link',
    cases: linkCases((world, token) => confirmLink(world, token, '000000')),
  },
  {
    name: 'a code that does not verify',
    cases: {
      wrong: answering(async (world, { secret }) => wrongCode(secret, world.now)),
      spent: answering(async (world, person) => {
        await completeSignIn(world, person);
        return appCode(person.secret, world.now);
      }),
      "another user's": answering(async (world) =>
        appCode((await enrolledUser(world)).secret, world.now - 3_600),
      ),
    },
  },
  {
    name: 'a backup code that does not verify',
    cases: {
      'that never was': answering(async () => '0000-0000-0000-0000'),
      spent: answering(async (world, { userId, backupCodes: [code = ''] }) => {
        const { verificationId } = await start(world, userId);
        await attempt(world, verificationId, code);
        return code;
      }),
      replaced: answering(async (world, { userId, backupCodes: [code = ''] }) => {
        await world.api.expect(200, 'POST', `/v1/users/${userId}/backup-codes`, { body: {} });
        return code;
      }),
    },
  },
  {
    name: "another application's verification",
    cases: {
      open: reading(async (world) => (await start(world, (await enrolledUser(world)).userId)).verificationId),
      'that never was': reading(async (world) =>
        strangeId((await start(world, (await enrolledUser(world)).userId)).verificationId),
      ),
    },
  },
  { name: 'a user, to nobody', cases: peopleCases('nobody') },
  { name: 'a user, to another user', cases: peopleCases({ self: 'somebody-else' }) },
  { name: 'a user, to an application that asks as an operator', cases: peopleCases('application') },
  {
    name: 'a user, to an operator of no group',
    cases: peopleCases({ claims: { sub: 'stray', scope: 'countersign/operate', groups: ['staff'] } }),
  },
];
