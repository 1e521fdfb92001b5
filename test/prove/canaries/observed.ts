import { Api } from '../../support/api.ts';
import type { World } from '../../support/world.ts';
import type { Secrets } from './secrets.ts';

export interface Answered {
  readonly operation: string;
  readonly target: string;
  readonly status: number;
  readonly body: unknown;
}

type Call = Api['call'];

/** What the same member stands for in different operations. */
const kindsOf = (method: string, path: string): Record<string, string> => {
  if (path.startsWith('/v1/providers/')) return { secret: 'secret of a provider' };
  if (path.endsWith('/lost-token')) return { code: 'code for a lost token' };
  if (method === 'PUT' && path.endsWith('/totp')) return { secret: 'key that was typed in' };
  return {};
};

/** Notes the secrets of all that is asked and answered through an API, and sends some along that no route reads. */
export function observe(api: Api, secrets: Secrets, answers: Answered[]): Api {
  const call: Call = api.call.bind(api);
  api.call = async (method, target, options = {}) => {
    const path = target.split('?')[0] ?? '';
    const kinds = kindsOf(method, path);
    secrets.learn(options.body, kinds);
    for (const line of (options.rawBody ?? '').split('\n')) learnLine(line, secrets);
    const headers = { ...along(secrets), ...options.headers };
    for (const [name, value] of Object.entries(headers)) {
      if (name.startsWith('x-pskc')) secrets.note(`header ${name}`, value);
    }
    const answer = await call(method, target, { ...options, headers });
    // In a problem, `code` is what went wrong.
    if (answer.status < 400) secrets.learn(answer.body, kinds);
    answers.push({ operation: `${method} ${path}`, target, status: answer.status, body: answer.body });
    return answer;
  };
  return api;
}

/** A row of an import. */
function learnLine(line: string, secrets: Secrets): void {
  if (line.startsWith('{')) {
    try {
      secrets.learn(JSON.parse(line));
    } catch {
      // Cut on purpose.
    }
  }
  const [, key = ''] = line.split(',');
  if (!/^[0-9a-f]{32,}$/.test(key)) return;
  secrets.note('key of a device', key);
  secrets.note('key of a device, its bytes', Buffer.from(key, 'hex'));
}

/** What every request carries and nobody should keep. */
function along(secrets: Secrets): Record<string, string> {
  const headers = {
    authorization: 'Bearer eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJjYW5hcnkifQ.c2lnbmF0dXJlLW9mLWEtY2FuYXJ5',
    cookie: 'session=canary-of-a-cookie-5b1f',
    'user-agent': 'canary-of-an-agent-77aa',
  };
  secrets.note('access token', headers.authorization.slice(7));
  secrets.note('cookie', headers.cookie.slice(8));
  secrets.note('agent', headers['user-agent']);
  return headers;
}

/** The same deployment where the keys cannot be read, and the error says what was asked. */
export function broken({ services }: World, told: string): Api {
  const fail = () => Promise.reject(new Error(`Cannot go on with ${told}`));
  return new Api({
    ...services,
    keyring: { current: fail, byId: fail, find: fail },
    policy: fail,
    settings: fail,
  });
}
