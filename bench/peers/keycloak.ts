import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../local/http.ts';
import { ask, expect, told } from './ask.ts';
import type { Holder, Peer, Place } from './peer.ts';
import { installed, run, startServer } from './programs.ts';

export const release = '26.4.7';
const artifact = `org.keycloak:keycloak-quarkus-dist:${release}:tar.gz`;
const administrator = { username: 'bench', password: randomBytes(12).toString('hex') };
const client = { id: 'application', secret: randomBytes(12).toString('hex') };
const password = randomBytes(12).toString('hex');

/** Its distribution, from the repository that Maven is configured for. */
export async function unpackKeycloak(home: string): Promise<void> {
  const options = [`-Dartifact=${artifact}`, `-DoutputDirectory=${home}`];
  await run({ command: 'mvn', args: ['-q', '-B', 'dependency:copy', ...options], folder: home });
  // Maven's own unpacking truncates long names.
  const archive = join(home, `keycloak-quarkus-dist-${release}.tar.gz`);
  await run({ command: 'tar', args: ['-xzf', archive], folder: home });
  rmSync(archive);
}

/** Keycloak in production mode on PostgreSQL. A sign-in is a direct grant with password and code. */
export function keycloak({ programs, data, postgres }: Place): Peer {
  const home = join(programs, `keycloak-${release}`);
  const command = join(home, `keycloak-${release}`, 'bin', 'kc.sh');
  let origin = '';
  let stop = async (): Promise<void> => {};
  return {
    name: `Keycloak ${release}`,

    async install() {
      const missing = `Keycloak ${release} could not be installed with Maven (mvn, Java 17 or newer)`;
      await installed(home, missing, async () => {
        await unpackKeycloak(home);
        await run({ command, args: ['build', '--db=postgres'] });
      });
    },

    async start() {
      const database = await (await postgres()).create('keycloak');
      const [port, managementPort] = [await freePort(), await freePort()];
      origin = `http://127.0.0.1:${port}`;
      const args = [
        'start',
        '--optimized',
        '--cache=local',
        '--http-enabled=true',
        '--http-host=127.0.0.1',
        `--http-port=${port}`,
        `--http-management-port=${managementPort}`,
        '--hostname-strict=false',
        `--db-url=jdbc:postgresql://${database.host}:${database.port}/${database.name}`,
        `--db-username=${database.user}`,
      ];
      const environment = {
        KC_BOOTSTRAP_ADMIN_USERNAME: administrator.username,
        KC_BOOTSTRAP_ADMIN_PASSWORD: administrator.password,
        KC_DB_PASSWORD: 'unused',
      };
      ({ stop } = await startServer({ command, args, folder: data, environment }, async () => {
        return (await ask('GET', `${origin}/realms/master`)).status === 200;
      }));
    },

    async prepare(users) {
      const form = { client_id: 'admin-cli', grant_type: 'password', ...administrator };
      const { access_token } = await expect(200, 'POST', tokenAddress(origin, 'master'), { form });
      const headers = { authorization: `Bearer ${access_token}` };
      await expect(201, 'POST', `${origin}/admin/realms`, { headers, json: realmOf(users) });
    },

    async verify({ userId: username }, totp) {
      const form = {
        grant_type: 'password',
        client_id: client.id,
        client_secret: client.secret,
        username,
        password,
        totp,
      };
      const answer = await ask('POST', tokenAddress(origin, 'bench'), { form });
      if (answer.status === 200 && answer.body.access_token) return true;
      if (answer.status === 401 && answer.body.error === 'invalid_grant') return false;
      throw new Error(told(answer));
    },

    async rest() {},

    stop: () => stop(),
  };
}

const tokenAddress = (origin: string, realm: string): string =>
  `${origin}/realms/${realm}/protocol/openid-connect/token`;

/** One hash of the password, so that the measurement covers the second factor. */
const realmOf = (users: readonly Holder[]) => ({
  realm: 'bench',
  enabled: true,
  sslRequired: 'none',
  passwordPolicy: 'hashAlgorithm(pbkdf2-sha256) and hashIterations(1)',
  otpPolicyType: 'hotp',
  otpPolicyAlgorithm: 'HmacSHA1',
  otpPolicyDigits: 6,
  otpPolicyInitialCounter: 0,
  otpPolicyLookAheadWindow: 1,
  clients: [
    {
      clientId: client.id,
      secret: client.secret,
      directAccessGrantsEnabled: true,
      protocol: 'openid-connect',
    },
  ],
  users: users.map(({ userId, secret }) => ({
    username: userId,
    enabled: true,
    email: `${userId}@example.org`,
    emailVerified: true,
    firstName: 'Somebody',
    lastName: userId,
    credentials: [
      { type: 'password', value: password },
      {
        type: 'otp',
        secretData: JSON.stringify({ value: secret }),
        credentialData: JSON.stringify({ subType: 'hotp', digits: 6, counter: 0, algorithm: 'HmacSHA1' }),
      },
    ],
  })),
});
