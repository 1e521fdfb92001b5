import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../local/http.ts';
import { concurrently } from '../measure/statistics.ts';
import { ask, expect, told } from './ask.ts';
import type { Peer, Place } from './peer.ts';
import type { Database } from './postgres.ts';
import { installed, run, startServer } from './programs.ts';

const release = '3.14';
const workers = 4;
const server = ['gunicorn==27.0.1', 'psycopg2-binary==2.9.13'];
const administrator = { username: 'bench', password: randomBytes(12).toString('hex') };

/** privacyIDEA as its handbook installs it: its pinned requirements, behind gunicorn, on PostgreSQL. */
export function privacyIdea({ programs, data, postgres }: Place): Peer {
  const home = join(programs, `privacyidea-${release}`);
  const folder = join(data, 'privacyidea');
  const program = (name: string): string => join(home, 'bin', name);
  const configuration = join(folder, 'pi.cfg');
  const environment = { PRIVACYIDEA_CONFIGFILE: configuration, HOME: folder };
  let origin = '';
  let stop = async (): Promise<void> => {};
  return {
    name: `privacyIDEA ${release}`,

    async install() {
      const missing = `privacyIDEA ${release} could not be installed with pip (Python 3 with venv)`;
      await installed(home, missing, async () => {
        await run({ command: 'python3', args: ['-m', 'venv', home] });
        const pip = (...args: string[]) => run({ command: program('pip'), args: ['install', '-q', ...args] });
        await pip('--no-deps', `privacyIDEA==${release}`);
        // Without their hashes, because those of the server are not listed.
        await pip('-r', join(home, 'lib', 'privacyidea', 'requirements.txt'));
        await pip(...server);
      });
    },

    async start() {
      mkdirSync(folder, { recursive: true });
      const database = await (await postgres()).create('privacyidea');
      writeFileSync(configuration, settings(folder, database));
      const manage = (...args: string[]) => run({ command: program('pi-manage'), args, environment });
      await manage('setup', 'create_enckey');
      await manage('setup', 'create_audit_keys');
      await manage('setup', 'create_tables');
      await manage('admin', 'add', '-p', administrator.password, administrator.username);
      const port = await freePort();
      origin = `http://127.0.0.1:${port}`;
      const application = `privacyidea.app:create_app(config_name="production", config_file="${configuration}", silent=True)`;
      const args = ['--workers', String(workers), '--bind', `127.0.0.1:${port}`, application];
      ({ stop } = await startServer({ command: program('gunicorn'), args, environment }, async () => {
        return (await ask('GET', `${origin}/auth/rights`)).status === 401;
      }));
    },

    async prepare(users) {
      const people = join(folder, 'people');
      const lines = users.map(({ userId }, place) => `${userId}:x:${1_000 + place}:1000::/:/bin/false\n`);
      writeFileSync(people, lines.join(''));
      const { result } = await expect(200, 'POST', `${origin}/auth`, { form: administrator });
      const headers = { authorization: result.value.token };
      const set = (path: string, form: Record<string, string>) =>
        expect(200, 'POST', `${origin}${path}`, { headers, form });
      await set('/resolver/people', { type: 'passwdresolver', fileName: people });
      await set('/realm/people', { resolvers: 'people' });
      await set('/defaultrealm/people', {});
      // Without it every sign-in would wait for a slow hash of a PIN that no user has.
      await set('/policy/no-pin', { scope: 'authentication', action: 'otppin=none' });
      await concurrently(workers, users, ({ userId: user, secret }) => {
        const otpkey = Buffer.from(secret).toString('hex');
        return set('/token/init', { type: 'hotp', otpkey, genkey: '0', user, realm: 'people', pin: '' });
      });
    },

    async verify({ userId: user }, pass) {
      const answer = await ask('POST', `${origin}/validate/check`, { form: { user, pass } });
      const { status, value, authentication } = answer.body.result ?? {};
      if (answer.status !== 200 || status !== true || typeof value !== 'boolean')
        throw new Error(told(answer));
      return value && authentication === 'ACCEPT';
    },

    async rest() {},

    stop: () => stop(),
  };
}

function settings(folder: string, { host, port, name, user }: Database): string {
  const random = () => randomBytes(24).toString('hex');
  return `SUPERUSER_REALM = ['operators']
SQLALCHEMY_DATABASE_URI = 'postgresql+psycopg2://${user}@${host}:${port}/${name}'
SECRET_KEY = '${random()}'
PI_PEPPER = '${random()}'
PI_ENCFILE = '${join(folder, 'enckey')}'
PI_AUDIT_KEY_PRIVATE = '${join(folder, 'private.pem')}'
PI_AUDIT_KEY_PUBLIC = '${join(folder, 'public.pem')}'
PI_LOGFILE = '${join(folder, 'privacyidea.log')}'
PI_LOGLEVEL = 30
`;
}
