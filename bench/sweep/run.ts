import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleFolder } from '../../build/bundle.ts';
import { issuer } from '../../test/support/gateway-event.ts';
import { keyId, region, type World } from '../../test/support/world.ts';
import type { Swept } from './process.ts';

/** Runs the deployed sweep over the table of a world, and waits for its report. */
export async function sweepDeployed({ endpoint, tableName }: World): Promise<Swept> {
  const child = fork(
    fileURLToPath(new URL('process.ts', import.meta.url)),
    [join(bundleFolder, 'expire', 'index.mjs')],
    {
      env: {
        AWS_REGION: region,
        AWS_ACCESS_KEY_ID: tableName,
        AWS_SECRET_ACCESS_KEY: 'none',
        AWS_ENDPOINT_URL_DYNAMODB: endpoint,
        TABLE_NAME: tableName,
        KEY_ID: keyId,
        ORIGIN: 'https://countersign.test',
        IDENTITY: JSON.stringify([issuer]),
        MAIL_FROM: 'bench@example.org',
        MAIL_CONFIGURATION_SET: 'bench',
        SMS_SENDERS: '{"senderId":"bench","numbers":{}}',
        METRIC_NAMESPACE: 'countersign',
      },
      // Its metrics are lines of standard output.
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    },
  );
  const ended = once(child, 'exit').then(() => Promise.reject(new Error('The sweep ended and said nothing')));
  const [swept] = await Promise.race([once(child, 'message'), ended]);
  ended.catch(() => {});
  return swept as Swept;
}
