import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ordersToStop } from './orders-to-stop.ts';
import type { CountersignOptions } from './runner.ts';
import { StartProblem, startProblemOf } from './start-problem.ts';

const usage = `npm start -- [options]

  --fresh       throw away the data of earlier runs
  --in-memory   keep everything in memory
  --no-demo     start with an empty organisation

Environment: PORT (4000), COUNTERSIGN_DATA (.local), AWS_ENDPOINT_URL_DYNAMODB (a DynamoDB of your own)`;

const startedAt = performance.now();
try {
  await main();
} catch (error) {
  const problem = startProblemOf(error);
  console.error(problem ? `\n${problem.message}\n` : error);
  process.exit(1);
}

async function main(): Promise<void> {
  const { help, ...options } = readOptions();
  if (help) return console.log(usage);
  const orders = ordersToStop();
  const { startCountersign } = await import('./runner.ts');
  const running = await startCountersign({ ...options, onStep: (step) => console.log(`${step} …`) });
  orders.carriedOutBy(running.stop);
  const { banner } = await import('./banner.ts');
  console.log(banner(running, (performance.now() - startedAt) / 1000));
  running.broken.then(async (words) => {
    if (orders.isStopping()) return;
    console.error(`The local database has stopped:\n${words}`);
    await running.stop();
    process.exit(1);
  });
}

function readOptions(): CountersignOptions & { help: boolean } {
  const { values } = parsed();
  const port = Number(process.env['PORT'] || 4000);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new StartProblem(`PORT must be a port number, not "${process.env['PORT']}".`);
  }
  const databaseEndpoint = process.env['AWS_ENDPOINT_URL_DYNAMODB'];
  if (databaseEndpoint && !URL.canParse(databaseEndpoint)) {
    throw new StartProblem(
      `AWS_ENDPOINT_URL_DYNAMODB must be an address like http://127.0.0.1:8000, not "${databaseEndpoint}".`,
    );
  }
  return {
    help: values.help,
    port,
    dataFolder: resolve(
      process.env['COUNTERSIGN_DATA'] || fileURLToPath(new URL('../.local', import.meta.url)),
    ),
    inMemory: values['in-memory'],
    fresh: values.fresh,
    demo: values.demo,
    ...(databaseEndpoint && { databaseEndpoint }),
  };
}

function parsed() {
  const flag = { type: 'boolean', default: false } as const;
  try {
    return parseArgs({
      options: { fresh: flag, 'in-memory': flag, help: flag, demo: { type: 'boolean', default: true } },
      allowNegative: true,
    });
  } catch (error) {
    throw new StartProblem(`${error instanceof Error ? error.message : error}\n\n${usage}`);
  }
}
