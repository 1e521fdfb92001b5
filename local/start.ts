import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { CountersignOptions } from './runner.ts';
import { StartProblem } from './start-problem.ts';

const usage = `npm start -- [options]

  --fresh       throw away the data of earlier runs
  --in-memory   keep everything in memory
  --no-demo     start with an empty organisation

Environment: PORT (4000), COUNTERSIGN_DATA (.local), AWS_ENDPOINT_URL_DYNAMODB (an own DynamoDB Local)`;

const startedAt = performance.now();
try {
  await main();
} catch (error) {
  console.error(error instanceof StartProblem ? `\n${error.message}\n` : error);
  process.exit(1);
}

async function main(): Promise<void> {
  if (Number(process.versions.node.split('.')[0]) < 24) {
    throw new StartProblem(
      `This is Node ${process.versions.node}; Countersign runs on Node 24, which it brings along.\n` +
        'Install again with install scripts allowed, then start through npm: npm ci && npm start',
    );
  }
  const { help, ...options } = readOptions();
  if (help) return console.log(usage);
  const interrupted = onInterrupt();
  const { startCountersign } = await import('./runner.ts');
  const running = await startCountersign(options);
  interrupted.stopWith(running.stop);
  const { banner } = await import('./banner.ts');
  console.log(banner(running, (performance.now() - startedAt) / 1000));
  running.broken.then(async (words) => {
    if (interrupted.isStopping()) return;
    console.error(`The local database has stopped:\n${words}`);
    await running.stop();
    process.exit(1);
  });
}

function readOptions(): CountersignOptions & { help: boolean } {
  const { values } = parsed();
  const port = Number(process.env['PORT'] ?? 4000);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new StartProblem(`PORT must be a port number, not "${process.env['PORT']}".`);
  }
  const databaseEndpoint = process.env['AWS_ENDPOINT_URL_DYNAMODB'];
  return {
    help: values.help,
    port,
    dataFolder: resolve(
      process.env['COUNTERSIGN_DATA'] ?? fileURLToPath(new URL('../.local', import.meta.url)),
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

/** The first Ctrl-C stops in order, the second at once. */
function onInterrupt() {
  let stop: (() => Promise<void>) | undefined;
  let stopping = false;
  const interrupt = async () => {
    // Before there is anything to stop in order, the keeper ends the database by itself.
    if (stopping || !stop) process.exit(130);
    stopping = true;
    console.log('\nStopping …');
    await stop();
    process.exit(0);
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  process.on('SIGHUP', interrupt);
  return {
    stopWith(action: () => Promise<void>) {
      stop = action;
    },
    isStopping: () => stopping,
  };
}
