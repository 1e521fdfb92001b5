import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, startDatabase } from '../../../local/database.ts';
import { freePort } from '../../../local/http.ts';
import { startDatabaseProcess } from '../../../local/java.ts';
import type { KeptProcess } from '../../../local/kept.ts';

interface Place {
  readonly tableName: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** A DynamoDB Local on disk that is killed and started again, at the same port and on the same folder. */
export class StormyDatabase {
  killed = 0;
  readonly database: Database;
  readonly #folder: string;
  readonly #port: number;
  readonly #place: Place;
  #java: KeptProcess;
  #up: Promise<void> = Promise.resolve();

  private constructor(database: Database, java: KeptProcess, folder: string, port: number, place: Place) {
    this.database = database;
    this.#java = java;
    this.#folder = folder;
    this.#port = port;
    this.#place = place;
  }

  static async start(place: Place): Promise<StormyDatabase> {
    const folder = mkdtempSync(join(tmpdir(), 'countersign-storm-'));
    const port = await freePort();
    const java = await startJava(port, folder);
    return new StormyDatabase(await open(port, place), java, folder, port, place);
  }

  /** Resolves when it answers; at once unless it was killed and is not back yet. */
  get up(): Promise<void> {
    return this.#up;
  }

  /** `kill -9`, and a new process. */
  async kill(): Promise<void> {
    const { pid, ended } = this.#java;
    const back = Promise.withResolvers<void>();
    this.#up = back.promise;
    process.kill(pid, 'SIGKILL');
    this.killed++;
    await ended;
    this.#java = await startJava(this.#port, this.#folder);
    await open(this.#port, this.#place);
    back.resolve();
  }

  async stop(): Promise<void> {
    await this.#up;
    await this.#java.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

const startJava = (port: number, folder: string): Promise<KeptProcess> =>
  startDatabaseProcess({ port, folder, corsOrigin: 'http://127.0.0.1', heapMegabytes: 512 });

/** Waits until it answers. */
const open = (port: number, place: Place): Promise<Database> =>
  startDatabase({ ...place, endpoint: `http://127.0.0.1:${port}`, folder: undefined, corsOrigin: '' });
