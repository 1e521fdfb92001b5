/** An answer with fewer letters and digits than this is refused. */
export const shortestAnswer = 3;

/**
 * What is left of a typed answer, so that spellings of one answer are one and different answers stay different:
 *
 * - compatibility forms, ligatures and full-width letters become the plain ones (NFKD, then NFC);
 * - case goes, there and back, as far as Unicode folds it: `ß` and its capital are `ss`, a final sigma is a sigma;
 * - accents of Latin, Greek and Cyrillic letters go. Of other scripts the marks stay: there they are vowels;
 * - apostrophes and invisible signs vanish (`O'Brien` is `OBrien`);
 * - any other punctuation, symbols and blanks become one blank (`New-York ` is `new york`), and so keep apart what
 *   they divide: `1.12.2000` is not `11.2.2000`.
 *
 * Nothing is transcribed: `Mueller` is not `Müller`.
 */
export function normalizeAnswer(typed: string): string {
  return typed
    .replaceAll('\u00b4', "'")
    .normalize('NFKD')
    .replaceAll(/(?<=[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]\p{Mn}*)\p{Mn}/gu, '')
    .replaceAll(/['’‘ʼ`\p{Cf}]/gu, '')
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim()
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .normalize('NFC');
}

/** A question and its answer, as typed at the enrollment. */
export interface NewQuestion {
  readonly question: string;
  readonly answer: string;
}

/** What is wrong with a set of questions, by field. Never repeats an answer. */
export function questionErrors(
  typed: readonly NewQuestion[],
): { readonly path: string; readonly message: string }[] {
  const known = typed.map(({ question, answer }) => ({
    question: normalizeAnswer(question),
    answer: normalizeAnswer(answer),
  }));
  return known.flatMap(({ question, answer }, place) => {
    const earlier = known.slice(0, place);
    const refuse = (path: string, message: string) => [{ path: `questions.${place}.${path}`, message }];
    if (question === '') return refuse('question', 'must be a question');
    if (earlier.some((other) => other.question === question)) {
      return refuse('question', 'must differ from the other questions');
    }
    if ([...answer.replaceAll(' ', '')].length < shortestAnswer) {
      return refuse('answer', `must have at least ${shortestAnswer} letters or digits`);
    }
    if (question.includes(answer)) return refuse('answer', 'must not be part of the question');
    if (earlier.some((other) => other.answer === answer)) {
      return refuse('answer', 'must differ from the other answers');
    }
    return [];
  });
}
