import { parseArgs } from 'node:util';
import { mainStage, NotDeployable } from '../cdk/deployment.ts';
import { restore } from './deployment/restore.ts';
import { targetOf } from './deployment/target.ts';

const usage = `npm run restore -- --at <time> [--stage <name>] [--region <region>]

  Restores the table of a deployment, as it was at that moment, beside the one in use, and gives
  it what a restored table lacks: stream, expiry of items, recovery, protection. The deployment goes
  on with its own table until you point it at the other one. The time is ISO 8601, such as
  2026-12-01T08:00:00Z, of the last 35 days.`;

try {
  const { values } = parseArgs({
    options: {
      at: { type: 'string' },
      stage: { type: 'string', default: mainStage },
      region: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) console.log(usage);
  else {
    const at = new Date(values.at ?? '');
    if (Number.isNaN(at.getTime())) {
      throw new NotDeployable(`Say which moment: npm run restore -- --at ${new Date().toISOString()}`);
    }
    const { stage, region } = values;
    const target = await targetOf({ stage, region, email: undefined, table: undefined });
    const table = await restore(target, at, (sentence) => console.log(sentence));
    const forStage = stage === mainStage ? '' : ` --stage ${stage}`;
    console.log(
      `\n${table} is ready. Codes, backup codes and links that were used since then are unused in it.\n\n` +
        `1. Look at it: npm run recount -- --table ${table} counts every user, token and event again.\n` +
        `2. Go on with it: npm run deploy -- --table ${table}${forStage}. The table in use now stays as it is.`,
    );
  }
} catch (error) {
  const isUsage =
    error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
  if (!(error instanceof NotDeployable || isUsage)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
