import { createSecretKey } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encodeBase32 } from '../../lib/crypto/base32.ts';
import { freePort } from '../../local/http.ts';
import { concurrently } from '../measure/statistics.ts';
import { ask, expect, told } from './ask.ts';
import { codeAt } from './codes.ts';
import type { Peer, Place } from './peer.ts';
import { startServer } from './programs.ts';

const start = fileURLToPath(new URL('../../local/start.ts', import.meta.url));

/** What `npm start` runs, on its DynamoDB Local on disk. */
export function countersign({ data }: Pick<Place, 'data'>): Peer {
  let origin = '';
  let application = {};
  let stop = async (): Promise<void> => {};

  async function bearer(clientId: string): Promise<Record<string, string>> {
    const form = {
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: `${clientId}-secret`,
    };
    const { access_token } = await expect(200, 'POST', `${origin}/oidc/token`, { form });
    return { authorization: `Bearer ${access_token}` };
  }

  return {
    name: 'Countersign',

    async install() {},

    async start() {
      const port = await freePort();
      origin = `http://127.0.0.1:${port}`;
      const environment = {
        PORT: String(port),
        COUNTERSIGN_DATA: join(data, 'countersign'),
        AWS_ENDPOINT_URL_DYNAMODB: '',
      };
      const program = { command: process.execPath, args: [start, '--no-demo'], environment };
      ({ stop } = await startServer(program, async () => {
        return (await ask('GET', `${origin}/_local/health`)).body.ready === true;
      }));
      application = await bearer('demo-app');
    },

    async prepare(users) {
      const headers = await bearer('demo-admin');
      const post = (status: number, path: string, json: object) =>
        expect(status, 'POST', `${origin}${path}`, { headers, json });
      await concurrently(2, users, async ({ userId, secret }) => {
        await post(201, '/v1/users', { userId, displayName: userId, email: `${userId}@example.org` });
        const order = { type: 'hotp', secret: encodeBase32(Buffer.from(secret)) };
        const { tokenId } = await post(201, `/v1/users/${userId}/tokens`, order);
        const code = codeAt(createSecretKey(Buffer.from(secret)), 0);
        await post(200, `/v1/users/${userId}/tokens/${tokenId}/confirm`, { code });
      });
    },

    async verify({ userId }, code) {
      const json = { userId, code };
      const answer = await ask('POST', `${origin}/v1/verifications`, { headers: application, json });
      if (answer.status === 201 && answer.body.status === 'verified') return true;
      if (answer.status === 401 && answer.body.code === 'invalid-code') return false;
      throw new Error(told(answer));
    },

    async rest() {
      await expect(200, 'POST', `${origin}/_local/settle`, { json: {} });
    },

    stop: () => stop(),
  };
}
