import { randomBytes } from 'node:crypto';
import {
  container,
  derived,
  encryptedSecret,
  figure7,
  keyPackage,
  macMethod,
} from '../../hardware/documents.ts';
import { importRows, newRow, newSecret } from '../../people/imports/imports.ts';
import { appCode, attempt, createUser, enrolledUser, start, wrongCode } from '../../support/people.ts';
import type { World } from '../../support/world.ts';
import { known, withQuestions } from '../../tokens/questions/people.ts';

const letters = (): string => randomBytes(9).toString('base64url').replaceAll(/[-_]/g, 'x');

/** What happens in no worked operation and has secrets of its own. */
export const more: readonly ((world: World) => Promise<unknown>)[] = [
  (world) =>
    createUser(world, {
      phone: '+447400999123',
      officePhone: `+44 20 ${letters()}`,
      idNumber: letters(),
      employeeNumber: letters(),
      externalId: letters(),
      birthDate: '1815-12-10',
      familyName: `Lovelace-${letters()}`,
      firstName: `Augusta-${letters()}`,
    }),
  (world) =>
    importRows(world, [newRow({ totpSecret: newSecret() }), newRow({ totpSecret: 'not base 32 at all' })]),
  async (world) => {
    const { userId, questionsId } = await withQuestions(world);
    for (const tried of ['of nobody, never', known[0]?.answer ?? '']) {
      const { verificationId, factors } = await start(world, userId);
      const asked =
        factors.find(({ tokenId }: { tokenId: string }) => tokenId === questionsId)?.questions ?? [];
      const answers = asked.map(({ questionId, text }: { questionId: string; text: string }) => ({
        questionId,
        answer: tried === known[0]?.answer ? known.find(({ question }) => question === text)?.answer : tried,
      }));
      const path = `/v1/verifications/${verificationId}/attempts`;
      await world.api.call('POST', path, { as: 'application', body: { answers } });
    }
  },
  async (world) => {
    const { userId, secret } = await enrolledUser(world);
    const { verificationId } = await start(world, userId);
    await attempt(world, verificationId, wrongCode(secret, world.now));
    const { body } = await attempt(world, verificationId, appCode(secret, world.now), {
      rememberDevice: true,
    });
    await start(world, userId, { deviceToken: body.deviceToken });
  },
  async (world) => {
    const entry = keyPackage({ secret: encryptedSecret(figure7.secret, figure7.mac) });
    const rawBody = container(derived(), macMethod(figure7.macKey), entry);
    for (const password of [figure7.password, 'another password']) {
      const headers = { 'content-type': 'application/pskc+xml', 'x-pskc-password': password };
      await world.api.call('POST', '/v1/hardware-tokens/import', { rawBody, headers });
    }
  },
  async (world) => {
    const { userId } = await enrolledUser(world);
    const details = `Pay 200 EUR to ${letters()}`;
    await start(world, userId, { purpose: 'approval', details });
  },
];
