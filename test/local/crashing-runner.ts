/** Runs the fixture functions on a data folder until it is killed; prints where. */
import { startRunner } from '../../local/runner.ts';
import { fixtureParts } from './fixture.ts';

const { origin, database } = await startRunner({ dataFolder: process.argv[2] ?? '' }, fixtureParts);
console.log(JSON.stringify({ origin, database: database.pid }));
