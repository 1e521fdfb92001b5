import { generateSync } from 'otplib';
import { appCode } from '../../support/people.ts';
import { type Action, forgetFactors, type Person } from './person.ts';
import { start } from './sign-ins.ts';

const types = (userId: string, ...names: string[]) => ({ userId, types: names });
const of = ({ userId }: Person): string => `/v1/users/${userId}`;

export const create: Action = async ({ client }, person) => {
  const { userId } = person;
  const body = { userId, displayName: `Person ${userId}`, email: `${userId}@example.org` };
  const { status } = await client.change(201, types(userId, 'user.created'), { target: '/v1/users', body });
  // A try that was not answered was carried out.
  if (status !== 201 && status !== 409) client.journal.wrong(`${userId} was not created: ${status}`);
};

/** Inside a sign-in. */
export const enroll: Action = async (stage, person) => {
  const { client, deployment } = stage;
  const { userId } = person;
  const verificationId = await start(stage, person);
  if (!verificationId) return;
  const path = `/v1/verifications/${verificationId}/enrollment`;
  const begun = await client.change(
    201,
    { ...types(userId, 'enrollment.started'), anew: true },
    { target: path, as: 'application' },
  );
  if (begun.status !== 201) return;
  const { secret, tokenId } = begun.body;
  const step = Math.floor(deployment.now / 30);
  const body = { code: appCode(secret, deployment.now) };
  const asked = { target: `${path}/confirmation`, as: 'application', body } as const;
  const confirmed = await client.change(200, types(userId, 'enrollment.confirmed'), asked);
  enrolled(person, confirmed, { secret, tokenId, step });
};

type App = NonNullable<Person['app']>;

function enrolled(
  person: Person,
  { status, body }: { readonly status: number; readonly body: { readonly backupCodes: string[] } },
  app: App,
): void {
  // A user who did not get the backup codes starts over.
  person.stage = status === 200 ? 'enrolled' : 'unknown';
  if (status !== 200) return;
  person.app = app;
  person.backupCodes = body.backupCodes.map((code) => code.replaceAll('-', ''));
  person.failures.row = 0;
}

/** By the link in a mail, once it has come. */
export const enrollByLink: Action = async ({ client, deployment }, person) => {
  const { userId } = person;
  const token = /\/setup#([\w-]{43})\b/.exec(deployment.providers.last(`${userId}@example.org`))?.[1];
  if (!token) {
    const leaves = { ...types(userId, 'link.sent'), anew: true } as const;
    await client.change(202, leaves, { target: `${of(person)}/setup-links`, body: {} });
    return;
  }
  const opened = await client.ask({ target: '/v1/setup/open', as: 'nobody', body: { token } });
  // A newer link is on its way.
  if (opened.status !== 200) return;
  const { secret } = opened.body;
  const step = Math.floor(deployment.now / 30);
  const body = { token, code: appCode(secret, deployment.now) };
  const asked = { target: '/v1/setup/confirm', as: 'nobody', body } as const;
  const confirmed = await client.change(200, types(userId, 'enrollment.confirmed'), asked);
  enrolled(person, confirmed, { secret, step });
};

const proof = { identityVerified: true };

export const reset: Action = async (stage, person) => {
  const leaves = { ...types(person.userId, 'enrollment.reset'), anew: true } as const;
  const { status } = await stage.client.change(200, leaves, { target: `${of(person)}/reset`, body: proof });
  if (status !== 200) stage.client.journal.wrong(`a reset of ${person.userId} was answered ${status}`);
  forgetFactors(person);
  person.stage = 'new';
  await enroll(stage, person);
};

/** Whatever became of somebody: from the beginning. */
export const recover: Action = async (stage, person) => {
  const { client } = stage;
  const enabled = { ...types(person.userId, 'account.enabled'), perhaps: true } as const;
  await client.change(200, enabled, { target: `${of(person)}/enable`, body: {} });
  await reset(stage, person);
};

/** Refused from the acknowledgement on, until it is enabled. */
export const disableAndEnable: Action = async (stage, person) => {
  const { client } = stage;
  const { userId } = person;
  const disabled = await client.change(200, types(userId, 'account.disabled'), {
    target: `${of(person)}/disable`,
    body: { reason: 'storm' },
  });
  if (disabled.status === 200) await start(stage, person, 403);
  const perhaps = disabled.status === 200 ? {} : { perhaps: true as const };
  const enabled = await client.change(
    200,
    { ...types(userId, 'account.enabled'), ...perhaps },
    { target: `${of(person)}/enable`, body: {} },
  );
  if (enabled.status !== 200) person.stage = 'unknown';
};

export const relabel: Action = async ({ client, draw }, person) => {
  if (!person.app?.tokenId) return;
  const label = `Phone ${draw(1_000_000)}`;
  const asked = {
    method: 'PATCH',
    target: `${of(person)}/tokens/${person.app.tokenId}`,
    body: { label },
  } as const;
  const leaves = { ...types(person.userId, 'token.changed'), anew: true } as const;
  const { status } = await client.change(200, leaves, asked);
  if (status === 200) person.label = label;
  else person.stage = 'unknown';
};

export const newBackupCodes: Action = async ({ client }, person) => {
  const leaves = { ...types(person.userId, 'backup-codes.recreated'), anew: true } as const;
  const { status, body } = await client.change(200, leaves, {
    target: `${of(person)}/backup-codes`,
    body: {},
  });
  if (status === 200) person.backupCodes = body.backupCodes.map((code: string) => code.replaceAll('-', ''));
  else person.stage = 'unknown';
};

export const addCounter: Action = async ({ client }, person) => {
  const { userId } = person;
  const target = `${of(person)}/tokens`;
  const begun = { ...types(userId, 'enrollment.started'), anew: true } as const;
  const { status, body } = await client.change(201, begun, { target, body: { type: 'hotp' } });
  if (status !== 201) return;
  const { tokenId, secret } = body;
  const code = generateSync({ strategy: 'hotp', secret, counter: 0 });
  const asked = { target: `${target}/${tokenId}/confirm`, body: { code } };
  const confirmed = await client.change(200, types(userId, 'enrollment.confirmed'), asked);
  if (confirmed.status === 200) person.counter = { tokenId, secret, next: 1 };
};

export const addPhone: Action = async ({ client }, person) => {
  const { userId, phone } = person;
  const leaves = { ...types(userId, 'token.enrolled'), anew: true } as const;
  const asked = { target: `${of(person)}/tokens`, body: { type: 'sms', phone } };
  const { status, body } = await client.change(201, leaves, asked);
  if (status === 201) person.textTo = body.tokenId;
};

/** Looks, and is shown what was acknowledged. */
export const look: Action = async ({ client, draw }, person) => {
  const { userId, app } = person;
  const targets = ['', '/status', '/tokens', '/events?limit=5', '/diagnosis'].map(
    (path) => `${of(person)}${path}`,
  );
  const target = [...targets, '/v1/overview', '/v1/users?limit=5', '/v1/settings'][draw(8)] ?? '';
  const { status, body } = await client.ask({ method: 'GET', target });
  if (status !== 200) client.journal.wrong(`${target} was answered ${status}`);
  const stale =
    (target === of(person) && body.enabled !== true) ||
    (target.endsWith('/tokens') && app && body.items.length === 0) ||
    (target.endsWith('/status') && body.stage !== 'enrolled');
  if (stale) client.journal.wrong(`${target} does not show what was acknowledged to ${userId}`);
};
