import { parseArgs } from 'node:util';
import { freePort } from '../../local/http.ts';
import { startDatabaseProcess } from '../../local/java.ts';
import { parts } from './parts/index.ts';
import type { Part } from './parts/part.ts';
import { noteProof } from './proof.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { list: { type: 'boolean', default: false } },
});
const [name, size] = positionals;
const chosen = name === undefined ? parts : parts.filter((part) => part.name === name);

if (values.list || chosen.length === 0) {
  for (const part of parts) console.log(`${part.name.padEnd(10)} ${part.goal}`);
  process.exit(values.list ? 0 : 1);
}

// What functions log of the faults that are made here on purpose, and their metrics, would hide the progress.
console.error = () => {};
const write = process.stdout.write.bind(process.stdout);
process.stdout.write = ((text: string, ...more: []) =>
  String(text).startsWith('{"_aws"') || write(text, ...more)) as typeof write;

let held = true;
for (const part of chosen) held = (await prove(part)) && held;
process.exit(held ? 0 : 1);

async function prove(part: Part): Promise<boolean> {
  const port = await freePort();
  const database = await startDatabaseProcess({ port, folder: undefined, corsOrigin: 'http://127.0.0.1' });
  const from = performance.now();
  const seconds = (): number => Math.round((performance.now() - from) / 1_000);
  const progress = (done: number, of: number, what: string) =>
    console.log(`${part.name} ${done}/${of} after ${seconds()} s: ${what}`);
  console.log(`── ${part.name}: ${part.goal}`);
  try {
    const endpoint = `http://127.0.0.1:${port}`;
    const figure = await part.run({
      endpoint,
      size: size === undefined ? undefined : Number(size),
      progress,
    });
    noteProof(part, figure, seconds());
    console.log(`${figure.held ? 'holds' : 'FAILS'}: ${figure.result} (${figure.size})`);
    return figure.held;
  } finally {
    await database.stop();
  }
}
