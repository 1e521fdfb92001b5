import { generateSync } from 'otplib';
import { appCode, wrongCode } from '../../support/people.ts';
import type { Action, Person, Stage } from './person.ts';

/** Until then a code is good even where failures have narrowed the window. */
const freshSeconds = 25;
const refused = ['verification.failed', 'verification.spent-code'];

/** @returns the id, unless the account has to wait */
export async function start({ client }: Stage, person: Person, expected = 201): Promise<string | undefined> {
  const { userId } = person;
  const asked = { target: '/v1/verifications', as: 'application', body: { userId } } as const;
  const { status, body } = await client.ask(asked);
  const waits = status === 429 && mayWait(person);
  if (status !== expected && !waits) client.journal.wrong(`a start of ${userId} was answered ${status}`);
  return status === 201 ? body.verificationId : undefined;
}

const mayWait = ({ failures }: Person): boolean => failures.row >= 9 || failures.all >= 45;

interface Typed {
  readonly code: string;
  /** What may be accepted once. */
  readonly once: string;
}

/** @returns whether the code was accepted; a right one must be, unless it came late or the account waits */
async function answer(stage: Stage, person: Person, verificationId: string, typed: Typed): Promise<boolean> {
  const { client } = stage;
  const { userId } = person;
  const heard = await client.attempt(userId, verificationId, typed.code);
  const { accepted, status, late, body } = heard;
  if (accepted) {
    client.journal.accepted(typed.once, heard.attempt);
    person.failures.row = 0;
    return true;
  }
  if (late < freshSeconds && status < 500 && !(status === 429 && mayWait(person))) {
    client.journal.wrong(`the right code ${typed.once} of ${userId} was answered ${status} ${body?.code}`);
  }
  if (status === 401) {
    // Whether it was late for the lock or for the window is not told apart.
    client.journal.note({ userId, types: refused, least: 0, most: 1 });
    fail(person);
  }
  return false;
}

function fail({ failures }: Person): void {
  failures.row++;
  failures.all++;
}

/** A code that must be refused, and leave that in the audit. */
async function refuse(stage: Stage, person: Person, verificationId: string, { code, once }: Typed) {
  const { client } = stage;
  const { userId } = person;
  const heard = await client.attempt(userId, verificationId, code);
  const { accepted, attempt, status, verification, doubts } = heard;
  if (accepted) client.journal.accepted(once, attempt);
  const told = status === 401;
  client.journal.note({
    userId,
    types: refused,
    verification,
    least: told ? 1 : 0,
    most: told || doubts > 0 ? 1 : 0,
  });
  // Late for its window it was a wrong code, not a spent one.
  if (heard.late >= freshSeconds) fail(person);
}

/** A code of the app that was not shown before. */
function nextCode({ deployment }: Stage, { app, userId }: Person): Typed | undefined {
  if (!app) return undefined;
  const step = () => Math.floor(deployment.now / 30);
  while (step() <= app.step) deployment.advance(30);
  app.step = step();
  return { code: appCode(app.secret, deployment.now), once: `${app.tokenId ?? userId} ${app.step}` };
}

/** With the app; now and then the code is tried again in a verification of its own. */
export const byApp: Action = async (stage, person) => {
  const verificationId = await start(stage, person);
  const typed = verificationId && nextCode(stage, person);
  if (!typed || !(await answer(stage, person, verificationId, typed))) return;
  if (stage.draw(3) > 0) return;
  const second = await start(stage, person);
  if (second) await refuse(stage, person, second, typed);
};

/** One code in two verifications at the same moment. */
export const twiceAtOnce: Action = async (stage, person) => {
  const { client, deployment } = stage;
  const { userId } = person;
  const ids = [await start(stage, person), await start(stage, person)].filter((id) => id !== undefined);
  const typed = ids.length === 2 && nextCode(stage, person);
  if (!typed) return;
  const from = deployment.now;
  const heard = await Promise.all(ids.map((id) => client.attempt(userId, id, typed.code)));
  for (const { accepted, attempt, status, verification } of heard) {
    if (accepted) client.journal.accepted(typed.once, attempt);
    if (status === 401) client.journal.note({ userId, types: refused, verification, least: 1, most: 1 });
  }
  const late = deployment.now - from >= freshSeconds;
  if (heard.some(({ accepted }) => accepted)) person.failures.row = 0;
  else if (!late && !mayWait(person))
    client.journal.wrong(`neither of two right codes of ${userId} was accepted`);
  if (late) fail(person);
};

export const byWrongCode: Action = async (stage, person) => {
  const verificationId = await start(stage, person);
  if (!verificationId || !person.app) return;
  for (let times = 1 + stage.draw(2); times > 0; times--) {
    const code = wrongCode(person.app.secret, stage.deployment.now);
    await refuse(stage, person, verificationId, { code, once: `a wrong code of ${person.userId}` });
    fail(person);
  }
};

/** With a backup code, which is tried again afterwards. */
export const byBackupCode: Action = async (stage, person) => {
  const verificationId = await start(stage, person);
  const code = verificationId && person.backupCodes.pop();
  if (!code) return;
  const { client } = stage;
  const { userId } = person;
  const heard = await client.attempt(userId, verificationId, code);
  const { accepted, attempt, status, body } = heard;
  if (!accepted) {
    if (!(status === 429 || heard.late > 300)) {
      client.journal.wrong(`the backup code ${code} of ${userId} was answered ${status} ${body?.code}`);
    }
    person.stage = 'unknown';
    return;
  }
  client.journal.accepted(code, attempt);
  person.failures.row = 0;
  person.spentCodes.push(code);
  if (body.backupCodesRemaining !== person.backupCodes.length) {
    client.journal.wrong(
      `${body.backupCodesRemaining} backup codes left, ${person.backupCodes.length} by the journal`,
    );
  }
  const second = await start(stage, person);
  if (second) await refuse(stage, person, second, { code, once: code });
};

/** With a counter token; the code is tried again. */
export const byCounter: Action = async (stage, person) => {
  const verificationId = await start(stage, person);
  const { counter } = person;
  if (!verificationId || !counter) return;
  const code = generateSync({ strategy: 'hotp', secret: counter.secret, counter: counter.next });
  const typed = { code, once: `${counter.tokenId} ${counter.next}` };
  counter.next++;
  if (!(await answer(stage, person, verificationId, typed))) return;
  const second = await start(stage, person);
  if (second) await refuse(stage, person, second, typed);
};

/** With a code that was texted, if it has arrived by now; otherwise one is asked for. */
export const byText: Action = async (stage, person) => {
  const { client, deployment } = stage;
  const { userId, waiting, textTo, phone } = person;
  if (waiting) {
    delete person.waiting;
    const code = /\d{6,}/.exec(deployment.providers.last(phone))?.[0];
    if (!code || deployment.now - waiting.since > 200) return;
    const once = `${waiting.verificationId} ${code}`;
    const heard = await client.attempt(userId, waiting.verificationId, code);
    if (heard.accepted) client.journal.accepted(once, heard.attempt);
    if (heard.accepted) person.failures.row = 0;
    if (heard.status === 401) {
      // An earlier message may be the last that came.
      client.journal.note({ userId, types: refused, least: 1, most: 1 });
      fail(person);
    }
    return;
  }
  const verificationId = await start(stage, person);
  if (!verificationId || !textTo) return;
  const { status } = await client.change(
    202,
    { userId, types: ['code.sent'], anew: true },
    {
      target: `/v1/verifications/${verificationId}/challenges`,
      as: 'application',
      body: { tokenId: textTo },
    },
  );
  if (status === 202) person.waiting = { verificationId, tokenId: textTo, since: deployment.now };
};
