import { damage } from '../storm/aftermath.ts';
import { Deployment } from '../storm/deployment.ts';
import { planted, unnoticed } from '../storm/planted.ts';
import { storm as rage } from '../storm/storm.ts';
import type { Part } from './part.ts';

const fullRequests = 100_000;
const atOnce = 12;
const requestsPerKill = 100;
const requestsPerDatabaseKill = 5_000;

export const storm: Part = {
  name: 'storm',
  goal: 'G4 mixed requests while functions and the database are killed: nothing acknowledged is lost, nothing done twice',
  /** @param size requests; the kills follow from it */
  async run({ size: requests = fullRequests, progress }) {
    const deployment = await Deployment.start();
    const left = await rage(deployment, {
      requests,
      kills: Math.ceil(requests / requestsPerKill),
      databaseKills: Math.ceil(requests / requestsPerDatabaseKill),
      seed: Date.now(),
      atOnce,
      progress: (done, what) => progress(done, requests, what),
    });
    await deployment.stop();
    const found = damage(left);
    for (const line of found) console.log(line);
    const missed = unnoticed(left);
    const { journal, kills, databaseKills, unanswered, dump } = left;
    return {
      size: `${left.requests} requests, ${kills} kill -9 of function processes and ${databaseKills} of the database on disk, ${unanswered} requests without an answer, ${dump.items.length} items`,
      result: `${found.length} findings: ${journal.acknowledged} acknowledged changes compared, and the recount of all; ${planted.length - missed.length} of ${planted.length} planted faults found`,
      held: found.length === 0 && missed.length === 0 && kills > 0 && databaseKills > 0,
    };
  },
};
