/**
 * Phrases that read translated or unclear, each with what to write in its place: `[pattern, better]`. They are looked
 * for in every tracked text and source file, so a new row needs a pattern that plain English never matches.
 */
export const phrases: readonly (readonly [pattern: RegExp, better: string])[] = [
  [/\bthat there (is|are)\b/i, 'an adjective: existing, available; or a noun alone'],
  [/\b(stands|stood) (in|on|under|there|with|beside|at)\b/i, 'is in, is shown in, is stored in'],
  [/\bstand (there|under|beside|in (the|their|its|a))\b/, 'are in, are shown in, are stored in'],
  [/\bstands? in for\b/i, 'replaces'],
  [/\bwhoever runs\b/i, 'your administrator, the operator'],
  [/\bWhoever [a-z]+s (this|the|it)\b/, 'anyone who, the user who'],
  [/\bfrees nobody\b/i, 'does not lift the requirement for …'],
  [
    /\b(link|set|key|code|token|mail|thread|sender|runner|process)s? (dies?|died|(is|are|was|were) dead)\b/i,
    'stops working, becomes invalid, ends, crashes',
  ],
  [/\b(is|are|was|were|be|been|has|have|had|yet|what|nothing|setup|enrollment) begun\b/i, 'started'],
  [/[a-z] (?<!readonly )anew\b(?!\??:)/i, 'again'],
  [/(\/\*\*?|\/\/) (Who|Whom|Whose|Whoever|Of whom|To whom) [a-z]/, 'start with the subject: The user who …'],
  [/(\/\*\*?|\/\/) Of (an?|the|each|every|those|some|it|what|whose|one) /, 'start with the subject'],
  [/\b(of|to|for|from|by|with|only) who (is|are|has|have|may|was|does|did|can|must)\b/i, 'users who …'],
  [/\bof whom no(body)?\b/i, 'users who do not …'],
  [
    /\b(is|are|was|were|be|being|been) told\b(?! (apart|otherwise))/i,
    'is notified, gets a message, is reported',
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
