/** The worst interleaving on purpose: everybody has read before anybody writes. */
export class Barrier {
  readonly #writers: number;
  readonly #opened = Promise.withResolvers<void>();
  #held = 0;
  #open = false;

  constructor(writers: number) {
    this.#writers = writers;
  }

  /** How many writes were waiting when it opened. */
  get held(): number {
    return this.#held;
  }

  /** Waits with a write, until all are there; later ones pass. */
  async pass(): Promise<void> {
    if (this.#open) return;
    this.#held++;
    if (this.#held >= this.#writers) this.open();
    await this.#opened.promise;
  }

  open(): void {
    this.#open = true;
    this.#opened.resolve();
  }
}
