import { machineClients, people } from './identity/people.ts';
import type { RunningCountersign } from './runner.ts';

/** What someone who has just typed `npm start` wants to know. */
export function banner(running: RunningCountersign, seconds: number): string {
  const { origin, demo, dataFolder, clockOffsetSeconds, database } = running;
  const addresses = [
    ['Console', `${origin}/`],
    ['Own page', `${origin}/me`],
    ['API reference', `${origin}/docs`],
    ['OpenAPI', `${origin}/openapi.json`],
    ['Setup page', `${origin}/setup`],
    ['Inbox', `${origin}/_local/inbox`],
    ['Identity', `${origin}/oidc`],
  ] as const;
  const lines = addresses.map(([name, address]) => `  ${name.padEnd(14)} ${address}`);
  const data = dataFolder ?? 'in memory, lost when this stops';
  const own =
    database.pid === undefined
      ? `  Database       ${database.endpoint}`
      : `  Database       ${database.endpoint} (DynamoDB Local, which listens on every network interface;\n` +
        '                 only a random key, made at the first start, opens its data)';
  const firstCall = [
    `    curl -s -H "authorization: Bearer $TOKEN" -H content-type:application/json \\`,
    `      -d '{"userId":"ada"}' ${origin}/v1/verifications`,
  ];
  const moved = clockOffsetSeconds
    ? [`  Clock          ${clockOffsetSeconds} s ahead (moved earlier by POST /_local/clock)`]
    : [];
  return [
    '',
    `Countersign is ready after ${seconds.toFixed(1)} s: ${origin}`,
    '',
    ...lines,
    '',
    `  People         ${Object.keys(people).join(', ')} (password: the name)`,
    `  Programs       ${Object.keys(machineClients).join(', ')} (secret: the name + -secret)`,
    `  Data           ${data}`,
    own,
    ...moved,
    '',
    `  An access token for an application${demo ? ', and a first call' : ''}:`,
    `    TOKEN=$(curl -s -u demo-app:demo-app-secret -d grant_type=client_credentials ${origin}/oidc/token |`,
    `      node -pe 'JSON.parse(require("fs").readFileSync(0)).access_token')`,
    ...(demo ? firstCall : []),
    '',
    'Ctrl-C stops everything.',
    '',
  ].join('\n');
}
