import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { decodeBase32 } from '../../../lib/crypto/base32.ts';
import { type Belonging, keyIdOf, open } from '../../../lib/crypto/sealing.ts';
import { keys } from '../../../lib/store/keys.ts';
import { assign, importDevices, newDevice } from '../../hardware/devices.ts';
import type { Answer } from '../../support/api.ts';
import { appCode, attempt, createUser, enrolledUser, start } from '../../support/people.ts';
import type { World } from '../../support/world.ts';
import { withPhone } from '../operations/people.ts';

/** Somewhere in the table where something sealed stands, and what opens it. */
export interface Place {
  readonly belonging: Belonging;
  readonly plain: Uint8Array;
  /** Puts something else there. */
  readonly replace: (sealed: Uint8Array) => Promise<void>;
  /** Has the service open it. */
  readonly use: () => Promise<Used>;
}

export interface Used {
  /** What is stored there was taken for what should be. */
  readonly accepted: boolean;
  /** Absent where no caller waits for one. */
  readonly answer?: Answer;
}

interface Kind {
  readonly name: string;
  readonly make: (world: World) => Promise<Place>;
  /** It can be used any number of times. */
  readonly lasting?: true;
}

/** Sets a member of an item that may stand deeper in it. */
const putInto =
  ({ client, tableName }: World, key: { pk: string; sk: string }, path: string) =>
  async (sealed: Uint8Array): Promise<void> => {
    const names = path.split('.');
    await client.send(
      new UpdateItemCommand({
        TableName: tableName,
        Key: { pk: { S: key.pk }, sk: { S: key.sk } },
        UpdateExpression: `SET ${names.map((_, nth) => `#n${nth}`).join('.')} = :sealed`,
        ExpressionAttributeNames: Object.fromEntries(names.map((name, nth) => [`#n${nth}`, name])),
        ExpressionAttributeValues: { ':sealed': { B: sealed } },
      }),
    );
  };

/** Only the changes since the last question: the table grows, and is not read for it. */
async function newestMessage(world: World): Promise<{ messageId: string; sealed: Uint8Array }> {
  for (;;) {
    const changed = await world.nextChanges();
    const written = changed.findLast(({ after }) => after?.['pk']?.S?.startsWith('OUTBOX#'))?.after;
    if (written)
      return { messageId: written['messageId']?.S ?? '', sealed: written['sealed']?.B ?? new Uint8Array() };
  }
}

export const kinds: readonly Kind[] = [
  {
    name: 'the key of an app',
    lasting: true,
    async make(world) {
      const { userId, tokenId, secret } = await enrolledUser(world);
      return {
        belonging: { purpose: 'otp-secret', userId, subjectId: tokenId },
        plain: decodeBase32(secret) ?? new Uint8Array(),
        replace: putInto(world, keys.token(userId, tokenId), 'secret'),
        async use() {
          world.advance(120);
          const { verificationId } = await start(world, userId);
          const answer = await attempt(world, verificationId, appCode(secret, world.now));
          return { accepted: answer.status === 200, answer };
        },
      };
    },
  },
  {
    name: 'a number that is texted to',
    lasting: true,
    async make(world) {
      const { userId, phone, tokenId } = await withPhone(world);
      return {
        belonging: { purpose: 'device', userId, subjectId: tokenId },
        plain: Buffer.from(phone),
        replace: putInto(world, keys.token(userId, tokenId), 'device.sealed'),
        async use() {
          // Or else the caps of a day would be what refuses it.
          world.advance(7_200);
          const { verificationId } = await start(world, userId);
          const path = `/v1/verifications/${verificationId}/challenges`;
          const answer = await world.api.call('POST', path, { as: 'application', body: { tokenId } });
          return { accepted: answer.status === 202, answer };
        },
      };
    },
  },
  {
    name: 'what a message carries',
    async make(world) {
      const userId = await createUser(world);
      await world.api.expect(202, 'POST', `/v1/users/${userId}/setup-links`, { body: {} });
      const { messageId, sealed } = await newestMessage(world);
      const belonging = { purpose: 'message', userId, subjectId: messageId } as const;
      return {
        belonging,
        plain: open(sealed, belonging, await world.services.keyring.byId(keyIdOf(sealed))),
        replace: putInto(world, keys.message(messageId), 'sealed'),
        async use() {
          const before = world.mails.length;
          const outcome = await world.deliver(messageId);
          return { accepted: outcome === 'sent' || world.mails.length > before };
        },
      };
    },
  },
  {
    name: 'the key of a device in the pool',
    async make(world) {
      const device = newDevice('totp');
      await importDevices(world, device);
      const userId = await createUser(world);
      return {
        belonging: { purpose: 'pool-secret', userId: '', subjectId: device.serial },
        plain: device.key,
        replace: putInto(world, keys.hardwareToken(device.serial), 'secret'),
        async use() {
          const answer = await assign(world, userId, device.serial);
          return { accepted: answer.status === 201, answer };
        },
      };
    },
  },
];
