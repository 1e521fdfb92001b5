import { EventEmitter } from 'node:events';
import { join } from 'node:path';
import type { Closing } from './closing.ts';
import type { DataFolder } from './data-folder.ts';
import { type Database, startDatabase } from './database.ts';
import { keyId, localResources, region, tableName } from './environment.ts';
import { startGate } from './iam/gate.ts';
import type { Identity } from './identity/identity.ts';
import type { OnStep, Parts, RunnerFunction } from './parts.ts';
import { openSecrets } from './secrets.ts';
import { startKms } from './stand-ins/kms.ts';
import { type Ses, startSes } from './stand-ins/ses.ts';
import { startSns, type TextMessage } from './stand-ins/sns.ts';

export interface Foundation {
  readonly database: Database;
  readonly ses: Ses;
  readonly sns: { readonly url: string; readonly messages: readonly TextMessage[] };
  /** Where functions find all that they call; it refuses what their roles do not allow. */
  readonly gate: { readonly url: string };
  /** Emits `report` with what SES and SNS report of a message, `refused` with what the gate refused. */
  readonly events: EventEmitter;
  readonly kms: { readonly url: string };
  readonly identity: Identity;
  readonly functions: readonly RunnerFunction[];
  readonly bundleFolder: string;
  readonly pageFolder: string;
}

export interface FoundationOptions {
  readonly origin: string;
  readonly folder: DataFolder;
  readonly closers: Closing;
  readonly parts: Parts;
  readonly onStep: OnStep;
  readonly databaseEndpoint: string | undefined;
}

/**
 * What the functions depend on. Everything starts at once, the slowest first: Java takes longer than all the rest.
 */
export async function layFoundation(options: FoundationOptions): Promise<Foundation> {
  const { origin, folder, closers, parts, onStep } = options;
  const secrets = await openSecrets(folder);
  const begun: Promise<unknown>[] = [];
  const begin = <T>(starting: Promise<T>, stop?: (part: T) => Promise<void>): Promise<T> => {
    const started = starting.then((part) => {
      if (stop) closers.add(() => stop(part));
      return part;
    });
    begun.push(started);
    return started;
  };
  const { databaseEndpoint } = options;
  onStep(databaseEndpoint ? `Looking for DynamoDB at ${databaseEndpoint}` : 'Starting DynamoDB Local');
  const database = begin(
    startDatabase({
      region: region,
      credentials: { accessKeyId: secrets.databaseAccessKeyId, secretAccessKey: 'local' },
      tableName,
      folder: folder.path === undefined ? undefined : join(folder.path, 'database'),
      corsOrigin: origin,
      endpoint: databaseEndpoint,
    }),
    (part) => part.stop(),
  );
  const events = new EventEmitter();
  const onReport = (event: unknown) => events.emit('report', event);
  const ses = begin(startSes(onReport), (part) => part.close());
  const sns = begin(startSns(onReport), (part) => part.close());
  const kms = begin(startKms(secrets.masterKey, keyId), (part) => part.close());
  const identity = begin(
    import('./identity/identity.ts').then((module) => module.startIdentity(origin, secrets)),
  );
  const functions = begin(parts.functions());
  const bundleFolder = begin(
    functions.then((list) =>
      parts.bundles(
        list.map(({ name }) => name),
        onStep,
      ),
    ),
  );
  const pageFolder = begin(parts.pages(onStep));
  // A part that comes up after another has failed must be stopped too, so wait for all before giving up.
  await Promise.allSettled(begun);
  const gate = await startGate({
    functions: await functions,
    resources: localResources,
    upstreams: {
      dynamodb: (await database).connection.endpoint,
      kms: (await kms).url,
      ses: (await ses).url,
      sns: (await sns).url,
    },
    databaseAccessKeyId: secrets.databaseAccessKeyId,
    onRefused: (sentence) => events.emit('refused', sentence),
  });
  closers.add(() => gate.close());
  return {
    database: await database,
    ses: await ses,
    sns: await sns,
    events,
    gate,
    kms: await kms,
    identity: await identity,
    functions: await functions,
    bundleFolder: await bundleFolder,
    pageFolder: await pageFolder,
  };
}
