import { join } from 'node:path';
import { bundleFolder, bundleFunctions } from '../../build/bundle.ts';
import { functions } from '../../functions/index.ts';
import { atMost, written } from '../measure/checks.ts';
import { interleaved, median } from '../measure/statistics.ts';
import { FirstRequests } from '../start/processes.ts';
import { bundleUsualStack } from '../usual-stack/bundle.ts';
import type { Group } from './group.ts';

export const start: Group = {
  name: 'start',
  what: 'from the start of a process to its first request to DynamoDB, compared with bare Node and the usual stack',
  async run({ quick, progress }) {
    await bundleFunctions(functions.map(({ name }) => name));
    const usualStack = await bundleUsualStack();
    progress(`the usual stack is a bundle of ${written(usualStack.bytes)} bytes`);
    const starts = await FirstRequests.open();
    const times = { bare: [], verify: [], usual: [] } as Record<'bare' | 'verify' | 'usual', number[]>;
    const contenders = {
      bare: () => starts.bare(),
      verify: () => starts.function(join(bundleFolder, 'verify', 'index.mjs')),
      usual: () => starts.function(usualStack.file),
    };
    const rounds = quick ? 7 : 31;
    // Once before, unmeasured: the first of each reads its files from the disk.
    for (const run of Object.values(contenders)) await run();
    const turns = (['bare', 'verify', 'usual'] as const).map((name) => async () => {
      times[name].push(await contenders[name]());
    });
    await interleaved(rounds, turns);
    starts.close();
    const [bare, verify, usual] = [median(times.bare), median(times.verify), median(times.usual)];
    const row = (name: string, milliseconds: number): string[] => [
      name,
      milliseconds.toFixed(1),
      (milliseconds - bare).toFixed(1),
      (milliseconds / bare).toFixed(2),
    ];
    return {
      rows: [
        {
          what: 'Verify: start to first DynamoDB request',
          checks: [
            atMost('× bare Node', verify / bare, 3.4),
            atMost('× what the usual stack adds', (verify - bare) / (usual - bare), 0.35),
          ],
          note: `medians of ${rounds} starts each in turns, over TLS`,
        },
      ],
      tables: [
        {
          title: 'Start to first request',
          columns: ['process', 'ms', 'ms over bare Node', '× bare Node'],
          rows: [row('bare Node', bare), row('verify', verify), row('usual stack', usual)],
          note: 'The usual stack is `bench/usual-stack`: middy with its HTTP middlewares, zod, Powertools, the document client, KMS, SES, SNS, otplib and qrcode, bundled with the defaults of CDK.',
        },
      ],
    };
  },
};
