import { Clinic, compareAll, isLie, naive } from '../diagnosis/compare.ts';
import type { Part } from './part.ts';

const fullCases = 10_000;
const ofARound = 500;

export const diagnosis: Part = {
  name: 'diagnosis',
  goal: 'G23 the diagnosis of generated users, classes, tokens, settings, failures and clocks, against a real sign-in with the right answer',
  /** @param size cases; the seed of the first round is COUNTERSIGN_SEED, or 1 */
  async run({ endpoint, size: wanted = fullCases, progress }) {
    const first = Number(process.env['COUNTERSIGN_SEED'] ?? 1);
    let done = 0;
    let can = 0;
    let planted = 0;
    const codes = new Set<string>();
    const lies: string[] = [];
    for (let round = 0; done < wanted; round++) {
      const clinic = await Clinic.open(endpoint);
      const seed = first + round;
      for await (const one of compareAll(clinic, { seed, count: Math.min(ofARound, wanted - done) })) {
        done++;
        if (one.signedIn) can++;
        if (naive(one) !== one.signedIn) planted++;
        for (const finding of one.said.findings) codes.add(finding);
        if (isLie(one)) lies.push(`seed ${seed}: ${JSON.stringify(one)}`);
      }
      await clinic.close();
      progress(done, wanted, `${lies.length} different, ${can} signed in`);
    }
    for (const lie of lies) console.log(lie);
    return {
      size: `${done} cases, seeds from ${first}`,
      result: `${lies.length} different; ${can} signed in, ${done - can} did not, ${codes.size} kinds of findings; control: a diagnosis that looks at account and tokens alone is wrong ${planted} times`,
      held: lies.length === 0 && planted > 0 && can > 0 && can < done,
    };
  },
};
