import type { AddressInfo, Server } from 'node:net';
import { parentPort } from 'node:worker_threads';
import * as ses from 'aws-ses-v2-local';

type Start = (config: { host: string; port: number }) => Promise<Server>;

// A CommonJS default export, wrapped once or twice depending on the loader.
const wrapped = ses.default as unknown as { default?: Start };
const start = wrapped.default ?? (wrapped as Start);
const server = await start({ host: '127.0.0.1', port: 0 });
parentPort?.postMessage(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
