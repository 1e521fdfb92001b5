import { currentSigningKey } from '../../../lib/actions/assertions/signing-keys.ts';
import type { Item } from '../../../lib/store/items.ts';
import { useSettings } from '../../support/accounts.ts';
import type { Api } from '../../support/api.ts';
import { captureOutput } from '../../support/output.ts';
import { routes } from '../../support/routes.ts';
import type { World } from '../../support/world.ts';
import type { Operation, WorkedCall } from '../operations/operation.ts';
import { imagesOf } from './images.ts';
import { more } from './more.ts';
import { type Answered, broken, observe } from './observed.ts';
import { Secrets } from './secrets.ts';

/** Everything that stays behind, or leaves, after all that was asked. */
export interface Remains {
  readonly secrets: Secrets;
  /** What must hold neither a secret nor anything personal. */
  readonly places: Readonly<Record<string, unknown>>;
  /** What must hold no secret; a person's own data is allowed. */
  readonly ofPeople: Readonly<Record<string, unknown>>;
  readonly answers: readonly Answered[];
  readonly texts: readonly unknown[];
}

/** Right after wrong in every way, and then once more; the errors of what breaks repeat what was asked. */
export async function askEverything(world: World, operations: readonly Operation[]): Promise<Remains> {
  const secrets = new Secrets();
  const answers: Answered[] = [];
  const log = captureOutput();
  try {
    observe(world.api, secrets, answers);
    await useSettings(world, { backupCodeCount: 2, recentVerificationSeconds: 3_600 });
    for (const operation of operations) {
      const call = await operation.prepare(world);
      const { method = '' } = routes.find(({ operationId }) => operationId === operation.operationId) ?? {};
      for (const wrong of wrongs(call)) await world.api.call(method, call.target, wrong);
      const failing = observe(broken(world, JSON.stringify(call)), secrets, answers);
      await failing.call(method, call.target, call);
      for (let times = 0; times < 2; times++) await world.api.call(method, call.target, call);
    }
    for (const live of more) await live(world);
    await beUnreachable(world);
    await noteKeys(world, secrets);
  } finally {
    log.release();
  }
  for (const { text } of world.texts) secrets.note('code that was texted', /\d{6,}/.exec(text)?.[0] ?? '');
  for (const { text } of world.mails) {
    secrets.note('mailed link token', /#([\w-]{43})$/m.exec(text)?.[1] ?? '');
    secrets.note('code that was mailed', /\b\d{6,10}\b/.exec(text)?.[0] ?? '');
  }
  const all = [...(await world.everything()), ...(await imagesOf(world))];
  const isPersonal = ({ pk, sk }: Item): boolean =>
    sk?.S === 'PROFILE' || pk?.S?.startsWith('TERM#') === true;
  return {
    secrets,
    places: {
      'the log and the metrics': log.written,
      'the table and the images of its stream': all.filter((item) => !isPersonal(item)),
      'the problems': answers.filter(({ status }) => status >= 400).map(({ body }) => body),
      'the URLs': answers.map(({ target }) => target),
    },
    ofPeople: { 'the profiles': all.filter(isPersonal) },
    answers,
    texts: [...world.mails.map(({ text, html }) => [text, html]), ...world.texts.map(({ text }) => text)],
  };
}

/** What nobody would take, with everything right in it. */
function wrongs({ body, rawBody, ...call }: WorkedCall): Parameters<Api['call']>[2][] {
  if (rawBody !== undefined) {
    return [
      { ...call, rawBody: rawBody.slice(0, -3) },
      { ...call, rawBody, as: 'auditor' },
      { ...call, rawBody, headers: { 'content-type': 'text/plain' } },
    ];
  }
  const members = Object.entries(body ?? {});
  return [
    { ...call, body: { ...(body ?? {}), another: JSON.stringify(body ?? {}) } },
    ...members.map(([name, value]) => ({
      ...call,
      body: { ...(body as object), [name]: [value, { is: value }] },
    })),
    { ...call, rawBody: `${JSON.stringify(body ?? {})},` },
    { ...call, body: { ...(body ?? {}), more: JSON.stringify(body ?? {}).repeat(1_000) } },
    { ...call, body, as: 'nobody' },
    {
      ...call,
      body,
      as: { claims: { sub: 'stray', scope: 'countersign/self countersign/verify', groups: [] } },
    },
  ];
}

/** A provider that repeats the address, until the messages are given up. */
async function beUnreachable(world: World): Promise<void> {
  world.mailFault = new Error(
    `550 <${world.mails.at(-1)?.to}>: mailbox unavailable, ${world.mails.at(-1)?.text}`,
  );
  await world.drain();
  world.mailFault = undefined;
  world.advance(2_000);
  await world.drain();
}

async function noteKeys({ services }: World, secrets: Secrets): Promise<void> {
  const { sealing, hashing } = await services.keyring.current();
  secrets.note('key that seals', sealing.export());
  secrets.note('key that hashes', hashing.export());
  const { key } = await currentSigningKey(services);
  secrets.note('key that signs', key.export({ type: 'pkcs8', format: 'der' }));
  secrets.note('key that signs, its number', String(key.export({ format: 'jwk' }).d));
}

/** Operations that hand out secrets: their purpose is to show them once. */
const handingOut = [
  /^POST \/v1\/setup\/(open|confirm)$/,
  /^POST \/v1\/verifications$/,
  /^(GET|POST) \/v1\/verifications\/[^/]+(\/attempts|\/enrollment|\/enrollment\/confirmation)?$/,
  /^POST \/v1\/users\/[^/]+\/(setup-links|totp\/reveal|backup-codes|lost-token|tokens|reset)$/,
  /^POST \/v1\/users\/[^/]+\/tokens\/[^/]+\/confirm$/,
  /^PUT \/v1\/users\/[^/]+\/totp$/,
  /^POST \/v1\/me\/(backup-codes|tokens|tokens\/[^/]+\/confirm)$/,
];

/** Where something is that should not be there. */
export function found({ secrets, places, ofPeople, answers, texts }: Remains): string[] {
  const both = Object.entries(places).flatMap(([place, value]) =>
    [...secrets.secret.foundIn(value), ...secrets.personal.foundIn(value)].map(
      (kind) => `${kind} in ${place}`,
    ),
  );
  const secret = Object.entries(ofPeople).flatMap(([place, value]) =>
    secrets.secret.foundIn(value).map((kind) => `${kind} in ${place}`),
  );
  const silent = answers.filter(
    ({ operation, status }) => status < 400 && !handingOut.some((one) => one.test(operation)),
  );
  const told = secrets.secret.foundIn(silent.map(({ body }) => body)).map((kind) => `${kind} in an answer`);
  const carried = /^(mailed )?link token|^code|code that was/;
  const mailed = secrets.secret
    .foundIn(texts)
    .filter((kind) => !carried.test(kind))
    .map((kind) => `${kind} in a message`);
  return [...new Set([...both, ...secret, ...told, ...mailed])];
}
