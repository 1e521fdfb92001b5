/** What a title says before it is filled in: a value of vitest's, a member of a row, an expression. */
const filledIn = /%[sdifjo]|\$\{[^}]*\}|\$\w+/g;

/** The titles that a title as it is spelled becomes, as a regular expression. */
export const patternOf = (title: string): string =>
  title
    .split(filledIn)
    .map((text) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
    .join('[^]*');

/** Whether a test file spells such a title. */
export const isSpelled = (text: string, title: string): boolean =>
  ["'", '"', '`'].some((quote) => text.includes(`${quote}${title}${quote}`));
