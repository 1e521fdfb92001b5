import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rfc4226, rfc4648, rfc6238 } from '../../vectors/vectors.ts';
import { differing, drawCodes, ours, perl, reference, withSignBit } from '../codes.ts';
import { seeded } from '../random.ts';
import type { Part } from './part.ts';

const fullCodes = 1_000_000;
const atOnce = 20_000;

export const vectors: Part = {
  name: 'vectors',
  goal: 'G8 the published vectors, the documents of RFC 6030, otpauth both ways, and codes equal to those of two other implementations',
  /** @param size codes of any key, counter, hash and length */
  async run({ size: codes = fullCodes, progress }) {
    const published = runTests(['test/vectors', 'test/hardware/pskc.test.ts']);
    const random = seeded(8);
    let [otherwise, other] = [0, 0];
    for (let done = 0; done < codes; done += atOnce) {
      const asked = drawCodes(Math.min(atOnce, codes - done), random);
      const own = ours(asked);
      otherwise += differing(own, reference(asked));
      other += differing(own, perl(asked));
      progress(done + asked.length, codes, `${otherwise} differ from the reference, ${other} from Perl`);
    }
    const planted = drawCodes(1_000, random);
    const control = differing(reference(planted), withSignBit(planted));
    const cases = `RFC 4226 ${3 * rfc4226.codes.length}, RFC 6238 ${3 * rfc6238.codes.length}, RFC 4648 ${rfc4648.length}`;
    return {
      size: `${published.passed + published.failed} tests of vectors (${cases}), of PSKC documents and of otpauth URIs; ${codes} codes by the reference of the tests and by a transcription of RFC 4226 in Perl (Digest::SHA)`,
      result: `${published.failed} tests fail; ${otherwise} codes differ from the reference, ${other} from Perl; control with the sign bit left in: ${control} of ${planted.length} differ`,
      held: published.failed === 0 && published.passed > 60 && otherwise + other === 0 && control > 990,
    };
  },
};

function runTests(files: readonly string[]): { readonly passed: number; readonly failed: number } {
  const folder = mkdtempSync(join(tmpdir(), 'vectors-'));
  const outputFile = join(folder, 'report.json');
  spawnSync('vitest', ['run', '--reporter=json', '--outputFile', outputFile, ...files], { stdio: 'ignore' });
  const report = readFileSync(outputFile, 'utf8');
  rmSync(folder, { recursive: true });
  const { numPassedTests, numTotalTests } = JSON.parse(report) as Record<string, number>;
  return { passed: numPassedTests ?? 0, failed: (numTotalTests ?? 0) - (numPassedTests ?? 0) };
}
