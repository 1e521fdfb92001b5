import type { Book } from './book.ts';
import { type Finding, found } from './finding.ts';
import { count, fields, text } from './values.ts';

/** I13 */
export function everyChangeHasItsEvent(book: Book): Finding[] {
  const findings: Finding[] = [];
  for (const userId of new Set([...book.chains.keys(), ...book.states.keys()])) {
    const chain = book.chains.get(userId) ?? [];
    const state = book.states.get(userId);
    for (const [place, { version }] of chain.entries()) {
      if (version === place + 1) continue;
      findings.push(found('I13', userId, `the event of version ${place + 1} is of version ${version}`));
      break;
    }
    if (!state) continue;
    const newest = chain.at(-1);
    if (newest?.version !== state.version || newest.id !== fields(state.raw['event'])['id']) {
      findings.push(
        found('I13', userId, `version ${state.version}, and the newest event is of ${newest?.version}`),
      );
    }
  }
  const recorded = Map.groupBy(book.events, ({ id }) => id);
  for (const [id, events] of recorded) {
    if (events.length > 1) findings.push(found('I13', id, `was recorded ${events.length} times`));
  }
  for (const item of book.under('AUDIT#')) {
    const { pk, sk, userId, at, id } = item;
    const time = new Date(count(at)).toISOString();
    if (pk !== `AUDIT#${text(userId)}#${time.slice(0, 7)}` || sk !== `${time}#${text(id)}`)
      findings.push(found('I13', `${pk} ${sk}`, 'does not stand where its own content says'));
  }
  for (const item of book.all) {
    const id = text(fields(item['event'])['id']);
    if (id !== '' && !recorded.has(id))
      findings.push(found('I13', `${item['pk']} ${item['sk']}`, 'its event is not recorded'));
  }
  return findings;
}
