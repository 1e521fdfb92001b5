/** Its message says what is missing; it is shown in place of a figure. */
export class NotInstalled extends Error {}
