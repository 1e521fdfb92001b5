import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Aftermath, damage, unlikeTheJournal } from './aftermath.ts';
import { Deployment } from './deployment.ts';
import { planted } from './planted.ts';
import { storm } from './storm.ts';

const seed = Number(process.env['COUNTERSIGN_SEED'] ?? Math.floor(Date.now() / 86_400_000));

let deployment: Deployment;
let left: Aftermath;
beforeAll(async () => {
  deployment = await Deployment.start(inject('databaseEndpoint'));
  left = await storm(deployment, { requests: 70, kills: 2, databaseKills: 0, atOnce: 4, seed });
});
afterAll(() => deployment.stop());

test(`G4 mixed requests while processes are killed: nothing is lost, nothing done twice (seed ${seed})`, () => {
  expect(damage(left)).toEqual([]);
  expect(left.kills).toBeGreaterThan(0);
  expect(left.requests).toBeGreaterThanOrEqual(70);
  expect(left.journal.acknowledged).toBeGreaterThan(35);
});

describe('G4 a storm without damage was looked at', () => {
  test.each(planted)('$what is found', ({ plant }) => {
    expect(unlikeTheJournal(plant(left))).not.toEqual([]);
  });
});
