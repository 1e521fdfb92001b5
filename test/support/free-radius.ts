import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Debian and Ubuntu call it freeradius, all others radiusd. */
const names = ['/usr/sbin/freeradius', '/usr/sbin/radiusd', '/usr/local/sbin/radiusd'];

const version = (name: string): string | undefined => {
  try {
    return execFileSync(name, ['-v'], { encoding: 'utf8' }).split('\n')[0];
  } catch {
    return undefined;
  }
};

export interface FreeRadius {
  readonly version: string;
  /** What the server says about what it does. */
  readonly log: () => string;
  readonly stop: () => Promise<void>;
}

interface Options {
  readonly port: number;
  readonly secret: string;
  readonly users: Readonly<Record<string, string>>;
  /** What is done before an answer leaves. */
  readonly postAuth?: string;
}

/** Servers from before the summer of 2024 put one into an answer only when configured to. */
export const signAnswers = `
    update reply {
      Message-Authenticator := 0x00
    }
    Post-Auth-Type REJECT {
      update reply {
        Message-Authenticator := 0x00
      }
    }`;

/** A FreeRADIUS of this machine, with a configuration of its own: PAP against a list of users. */
export async function startFreeRadius(options: Options): Promise<FreeRadius> {
  const found = names.map((name) => ({ name, version: version(name) })).find((one) => one.version);
  if (!found?.version) {
    throw new Error(
      'There is no FreeRADIUS here: apt-get install freeradius, or your system’s package of it.',
    );
  }
  const folder = mkdtempSync(join(tmpdir(), 'countersign-radius-'));
  for (const [name, text] of Object.entries(configuration(folder, options))) {
    writeFileSync(join(folder, name), text, { mode: 0o600 });
  }
  mkdirSync(join(folder, 'run'));
  const child = spawn(found.name, ['-X', '-d', folder, '-n', 'radiusd'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (part) => (output += part));
  child.stderr.on('data', (part) => (output += part));
  await ready(child, () => output);
  return {
    version: found.version,
    log: () => output,
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill();
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}

function ready(child: ChildProcess, output: () => string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', () => {
      if (output().includes('Ready to process requests')) resolve();
    });
    child.once('exit', () => reject(new Error(`FreeRADIUS did not start:\n${output().slice(-2_000)}`)));
  });
}

const configuration = (
  folder: string,
  { port, secret, users, postAuth = signAnswers }: Options,
): Record<string, string> => ({
  'radiusd.conf': `
confdir = ${folder}
raddbdir = ${folder}
run_dir = ${folder}/run
logdir = ${folder}/run
max_requests = 1024
log {
  destination = stdout
}
client test {
  ipaddr = 127.0.0.1
  secret = "${secret}"
  require_message_authenticator = yes
}
modules {
  files { usersfile = ${folder}/users }
  pap { }
}
server default {
  listen {
    type = auth
    ipaddr = 127.0.0.1
    port = ${port}
  }
  authorize {
    files
    pap
  }
  authenticate {
    Auth-Type PAP {
      pap
    }
  }
  post-auth {
    ${postAuth}
  }
}
`,
  users: Object.entries(users)
    .map(([name, password]) => `${name} Cleartext-Password := "${password}"\n`)
    .join(''),
  dictionary: '$INCLUDE /usr/share/freeradius/dictionary\n',
});
