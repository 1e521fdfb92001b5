import { defaultSettings } from '../../../lib/domain/settings.ts';
import { newPhone } from '../operations/people.ts';
import { seeded } from '../random.ts';
import { type Aftermath, lookAround } from './aftermath.ts';
import { Client } from './client.ts';
import type { Deployment } from './deployment.ts';
import { Journal } from './journal.ts';
import * as order from './orders.ts';
import { type Action, newPerson, type Person, type Stage } from './person.ts';
import { Lost } from './processes.ts';
import * as signIn from './sign-ins.ts';

export interface Weather {
  readonly requests: number;
  readonly kills: number;
  /** The process of the database, if it is ours to kill. */
  readonly databaseKills: number;
  readonly seed: number;
  /** Requests under way at the same time. */
  readonly atOnce: number;
  readonly progress?: (done: number, what: string) => void;
}

/** Long enough for whoever is dealt with, and over for the others while the storm lasts. */
const enrollmentPeriodSeconds = 2 * 3_600;

/** How often somebody who is enrolled does what. */
const habits: readonly (readonly [times: number, Action])[] = [
  [30, signIn.byApp],
  [5, signIn.twiceAtOnce],
  [8, signIn.byWrongCode],
  [
    4,
    (stage, person) =>
      (person.backupCodes.length ? signIn.byBackupCode : order.newBackupCodes)(stage, person),
  ],
  [8, (stage, person) => (person.counter ? signIn.byCounter : order.addCounter)(stage, person)],
  [12, (stage, person) => (person.textTo ? signIn.byText : order.addPhone)(stage, person)],
  [2, order.reset],
  [4, order.disableAndEnable],
  [4, order.relabel],
  [1, order.newBackupCodes],
  [20, order.look],
];
const drawn = habits.flatMap(([times, action]) => Array.from({ length: times }, () => action));

/** Mixed requests, while processes and the database are killed; then everything is counted. */
export async function storm(deployment: Deployment, weather: Weather): Promise<Aftermath> {
  const draw = seeded(weather.seed);
  const journal = new Journal();
  const client = new Client(deployment, journal);
  const stage: Stage = { deployment, client, draw };
  const people: Person[] = [];
  const settings = { ...defaultSettings, enrollmentPeriodSeconds, backupCodeCount: 3 };
  await client.ask({ method: 'PUT', target: '/v1/settings', body: settings });
  deployment.advance(5);

  const left: Person[] = [];
  const comeNew = async (): Promise<void> => {
    const id = people.length + left.length;
    const person = newPerson(`storm-${id}`, newPhone());
    const leaves = id > weather.atOnce && draw(3) === 0;
    person.busy = true;
    (leaves ? left : people).push(person);
    await order.create(stage, person);
    if (!leaves)
      await (id > weather.atOnce && draw(2) === 0 ? order.enrollByLink : order.enroll)(stage, person);
    person.busy = false;
  };
  const deal = async (): Promise<void> => {
    const wanted = Math.max(weather.atOnce, Math.floor(weather.requests / 250));
    const scheduled = draw(100);
    if (people.length < wanted || scheduled < 2) return comeNew();
    if (scheduled === 2) return schedule(deployment, 'expire', { force: true });
    if (scheduled === 3) return schedule(deployment, 'deliver', { retry: true });
    const free = people.filter(({ busy }) => !busy);
    const person = free[draw(Math.max(1, free.length))];
    if (!person) return comeNew();
    person.busy = true;
    await actionFor(person, draw)(stage, person);
    person.busy = false;
  };

  stormAround(client, deployment, weather, draw);
  const work = async (): Promise<void> => {
    while (client.requests < weather.requests) await deal();
  };
  await Promise.all(Array.from({ length: weather.atOnce }, work));
  client.onRequest = () => {};
  await calmDown(deployment);
  return lookAround({ deployment, client, people, left });
}

function actionFor({ stage }: Person, draw: Stage['draw']): Action {
  if (stage === 'enrolled') return drawn[draw(drawn.length)] ?? order.look;
  return stage === 'new' && draw(4) > 0 ? order.enrollByLink : order.recover;
}

/** Whatever runs by schedule: a run that is killed is none, and the next one goes on. */
async function schedule(deployment: Deployment, functionName: string, event: object): Promise<void> {
  await deployment.stormy?.up;
  await deployment.invoke(functionName, event).catch((error: unknown) => {
    const excused = error instanceof Lost || deployment.stormy !== undefined;
    if (!excused) throw error;
  });
}

/** Kills at every so many requests, a moment after one was sent. */
function stormAround(client: Client, deployment: Deployment, weather: Weather, draw: Stage['draw']): void {
  const { requests, kills, databaseKills, progress } = weather;
  const { processes, stormy } = deployment;
  const every = (times: number) => (times > 0 ? requests / (times + 0.5) : Number.POSITIVE_INFINITY);
  let nextKill = every(kills);
  let nextDatabaseKill = every(databaseKills);
  let nextWord = 0;
  client.onRequest = () => {
    const done = client.requests;
    // Those who are at it when all is asked finish in peace.
    if (done > requests) return;
    if (done >= nextKill) {
      nextKill += every(kills);
      setTimeout(() => processes.kill(draw), draw(30));
    }
    if (done >= nextDatabaseKill) {
      nextDatabaseKill += every(databaseKills);
      setTimeout(() => stormy?.kill(), draw(30));
    }
    if (done >= nextWord) {
      nextWord += requests / 25;
      progress?.(done, `${processes.killed} processes killed, the database ${stormy?.killed ?? 0} times`);
    }
  };
}

/** Until no message waits, and everybody who is late has expired. */
async function calmDown(deployment: Deployment): Promise<void> {
  for (;;) {
    await deployment.stormy?.up;
    deployment.advance(2 * 3_600);
    await deployment.settled();
    const { tried } = (await deployment.invoke('deliver', { retry: true })) as { tried: number };
    if (tried === 0) break;
  }
  deployment.advance(enrollmentPeriodSeconds);
  await deployment.invoke('expire', { force: true });
  await deployment.settled();
}
