/** Its message says what is missing, to be shown where a figure would stand. */
export class NotInstalled extends Error {}
