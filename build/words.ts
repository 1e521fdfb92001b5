import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * Phrases that read translated or unclear, each with what to write instead: `[pattern, better]`. Lint looks for them in
 * every tracked source and document, so a pattern must never match plain English.
 */
export const phrases: readonly (readonly [pattern: RegExp, better: string])[] = [
  [/\bthat there (is|are)\b/i, 'existing, available; or the noun alone'],
  [/\b(stands|stood) (in|on|under|there|with|beside|at)\b/i, 'is in, is shown in, is stored in'],
  [/\bstand (there|under|beside|in (the|their|its|a))\b/, 'are in, are shown in, are stored in'],
  [/\bstands? in for\b/i, 'replaces'],
  [/\bwhoever (runs|operates)\b/i, 'your administrator, the operator'],
  [/\bWhoever [a-z]+s (this|the|it)\b/, 'anyone who …, the user who …'],
  [/\bfree[sd]? nobody\b/i, 'does not lift the requirement for …'],
  [
    /\b(link|set|key|code|token|mail|thread|sender|runner|process)(s|es)? (dies?|died|(is|are|was|were) dead)\b/i,
    'stops working, becomes invalid, ends, crashes',
  ],
  [/\b(is|are|was|were|be|been|has|have|had|yet|what|nothing|setup|enrollment) begun\b/i, 'started'],
  [/[a-z] (?<!readonly )anew\b(?!\??:)/i, 'again'],
  [/(\/\*\*?|\/\/) (Who|Whom|Whose|Whoever|Of whom|To whom) [a-z]/, 'start with the subject: The user who …'],
  [/(\/\*\*?|\/\/) Of (an?|the|each|every|those|some|it|what|whose|one) /, 'start with the subject'],
  [
    /\b(of|to|for|from|by|with|only) who (is|are|has|have|may|was|does|did|can|must)\b/i,
    'of the user who …, for operators who …',
  ],
  [/\bof whom no(body)?\b/i, 'users who do not …'],
  [
    /\b(is|are|was|were|be|being|been) told\b(?! (apart|otherwise))/i,
    'is notified, learns, gets, is reported',
  ],
  [/\bjudges? codes\b|\bcodes (are|is) judged\b/i, 'verifies codes, checks codes'],
  [/\bthousand million\b/i, 'billion'],
  [/\bsmall letters?\b/i, 'lower case'],
  [/\btime and chance\b/i, 'clock and randomness'],
  [/\bnobody lived to\b/i, 'a crash left no …'],
  [/\bwhat is more\b/i, 'also'],
  [/\b(at most|within) so many\b/i, 'at most this many, within this number of'],
  [/\b(is|are|was|were) there already\b/i, 'already exists'],
  [/\bkeeps? house\b/i, 'manages'],
  [/\b(stirbt|freiwillig|für einmal)\b/i, 'wird ungültig; optional; einmal gültig'],
];

const everywhere = phrases.map(([pattern, better]) => ({
  all: new RegExp(pattern, `g${pattern.flags}`),
  better,
}));

/** Where a text has such a phrase: `lib/x.ts:12: "is begun": write started`. */
export const phrasesIn = (file: string, text: string): string[] =>
  everywhere.flatMap(({ all, better }) =>
    [...text.matchAll(all)].map(({ 0: found, index }) => {
      const line = text.slice(0, index).split('\n').length;
      return `${file}:${line}: "${found}": write ${better}`;
    }),
  );

if (import.meta.main) {
  const own = ['build/words.ts', 'test/architecture/words.test.ts'];
  const tracked = execFileSync('git', ['ls-files'], { encoding: 'utf8' }).split('\n');
  const files = tracked.filter((file) => /\.(tsx?|cjs|md)$/.test(file) && !own.includes(file));
  const found = files.flatMap((file) => phrasesIn(file, readFileSync(file, 'utf8')));
  for (const place of found) console.error(place);
  if (found.length > 0) process.exitCode = 1;
}
