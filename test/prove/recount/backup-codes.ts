import { type Book, userOf } from './book.ts';
import { type Finding, found } from './finding.ts';
import { fields, text, texts } from './values.ts';

/** Sets with this many left or fewer are listed for the overview. */
const listed = 5;

/** I4 */
export function codesAddUp({ states, codes }: Book): Finding[] {
  const findings: Finding[] = [];
  for (const { userId, codes: standing } of states.values()) {
    const set = codes.get(userId);
    if (standing?.setId === set?.['setId']) continue;
    findings.push(found('I4', userId, `has the set ${standing?.setId}, and ${set?.['setId']} is kept`));
  }
  for (const set of codes.values()) {
    const userId = userOf(set);
    const issued = Object.keys(fields(set['hashes']));
    const used = texts(set['used']);
    const left = states.get(userId)?.codes?.remaining;
    if (left !== issued.length - used.length) {
      findings.push(found('I4', userId, `${issued.length} issued, ${used.length} used, ${left} left`));
    }
    if (new Set(used).size < used.length || used.some((selector) => !issued.includes(selector))) {
      findings.push(found('I4', userId, 'a code was used twice, or none of the set'));
    }
    const entry = issued.length > 0 && left !== undefined && left <= listed ? `CODES#${left}` : '';
    if (text(set['listPk']) !== entry)
      findings.push(found('I4', userId, `listed in ${set['listPk']}, not ${entry}`));
  }
  return findings;
}
