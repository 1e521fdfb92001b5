/** Looks for many texts in many others: what it costs grows with what is searched, not with how much is looked for. */
export class Needles {
  readonly #byHead = new Map<string, string[]>();
  readonly #head: number;

  constructor(needles: readonly string[]) {
    const wanted = [...new Set(needles)].filter((needle) => needle !== '');
    this.#head = wanted.reduce((shortest, { length }) => Math.min(shortest, length), 12);
    for (const needle of wanted) {
      const head = needle.slice(0, this.#head);
      this.#byHead.set(head, [...(this.#byHead.get(head) ?? []), needle]);
    }
  }

  /** @returns those that stand in it, each once */
  in(text: string): string[] {
    if (this.#byHead.size === 0) return [];
    const found = new Set<string>();
    for (let at = 0; at + this.#head <= text.length; at++) {
      for (const needle of this.#byHead.get(text.slice(at, at + this.#head)) ?? []) {
        if (text.startsWith(needle, at)) found.add(needle);
      }
    }
    return [...found];
  }
}
