import { recordReport } from '../lib/delivery/record-report.ts';
import { reportsIn } from '../lib/delivery/reports.ts';
import { putMetric } from '../lib/metrics.ts';
import type { FunctionDefinition } from './wiring/function.ts';
import { services } from './wiring/services.ts';

export const definition: FunctionDefinition = {
  name: 'delivery-reports',
  description: 'Bounces, complaints and texts that did not arrive, as SES and SNS report them',
  routes: [],
  reports: true,
  needs: { table: ['GetItem', 'Query', 'UpdateItem'] },
};

/** An event that fails is repeated by Lambda, and reports that were recorded already change nothing. */
export async function handler(event: unknown): Promise<{ readonly recorded: number }> {
  const { table, clock } = services();
  let undelivered = 0;
  for (const report of reportsIn(event)) {
    if ((await recordReport(table, report, clock())) === 'undelivered') undelivered++;
  }
  if (undelivered > 0) putMetric('MessagesUndelivered', undelivered, clock());
  return { recorded: undelivered };
}
