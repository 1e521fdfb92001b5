import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleFolder, bundleFunctions } from '../../../build/bundle.ts';
import { functions } from '../../../functions/index.ts';
import { type Environment, environmentNames } from '../../../functions/wiring/environment.ts';
import { keyId, region, type World } from '../../support/world.ts';
import type { Answered } from './child.ts';

/** Where the process finds the services of AWS; proxies may stand before them. */
export interface Surroundings {
  readonly database: string;
  readonly kms?: string;
  readonly ses?: string;
  readonly sns?: string;
}

export const bundleAll = (): Promise<void> => bundleFunctions(functions.map(({ name }) => name));

/** A function as it is deployed, in a process that can be killed as the machine below Lambda can. */
export class FunctionProcess {
  readonly #child: ChildProcess;
  readonly #world: World;
  readonly #ready: Promise<unknown>;
  readonly #gone: Promise<unknown>;

  constructor(name: string, world: World, { database, kms = '', ses = '', sns = '' }: Surroundings) {
    const own: Partial<Environment> = {
      TABLE_NAME: world.tableName,
      KEY_ID: keyId,
      ORIGIN: world.services.origin,
      MAIL_FROM: 'Countersign <no-reply@example.com>',
      SMS_SENDERS: '{"senderId":"CNTRSGN","numbers":{}}',
      METRIC_NAMESPACE: 'countersign',
    };
    const child = fileURLToPath(new URL('child.ts', import.meta.url));
    this.#world = world;
    this.#child = fork(child, [join(bundleFolder, name, 'index.mjs')], {
      execArgv: [],
      // Metrics and what is logged of faults made on purpose; who wants to know counts in the table.
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      env: {
        ...Object.fromEntries(environmentNames.map((variable) => [variable, own[variable] ?? 'none'])),
        AWS_REGION: region,
        AWS_ACCESS_KEY_ID: world.tableName,
        AWS_SECRET_ACCESS_KEY: 'none',
        AWS_ENDPOINT_URL_DYNAMODB: database,
        AWS_ENDPOINT_URL_KMS: kms,
        AWS_ENDPOINT_URL_SES: ses,
        AWS_ENDPOINT_URL_SNS: sns,
      },
    });
    this.#ready = once(this.#child, 'message');
    this.#gone = once(this.#child, 'exit');
  }

  /** @returns what the function answers; `undefined` when it was killed before */
  async invoke<T>(input: unknown, remainingMilliseconds = 240_000): Promise<T | undefined> {
    await Promise.race([this.#ready, this.#gone]);
    if (!this.#child.connected) return undefined;
    const answered = once(this.#child, 'message') as Promise<[Answered]>;
    this.#child.send({ input, now: this.#world.now, remainingMilliseconds }, () => {});
    const answer = await Promise.race([answered, this.#gone.then(() => undefined)]);
    if (answer?.[0].error) throw new Error(answer[0].error);
    return answer?.[0].result as T | undefined;
  }

  /** Ends it at once, whatever it is doing. */
  kill(): void {
    this.#child.kill('SIGKILL');
  }

  async stop(): Promise<void> {
    this.kill();
    await this.#gone;
  }
}
