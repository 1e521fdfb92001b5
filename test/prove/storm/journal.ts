import type { Event } from '../recount/book.ts';

/** What one request must have left in the audit, and may have left. */
export interface Noted {
  readonly userId: string;
  /** One of these. */
  readonly types: readonly string[];
  readonly verification?: string;
  /** 1 where it was acknowledged. */
  readonly least: 0 | 1;
  /** More than 1 where tries without an answer may each have been carried out. */
  readonly most: number;
}

/** All answers that the driver got, to be compared with what is stored in the end. */
export class Journal {
  acknowledged = 0;
  readonly #noted: Noted[] = [];
  /** By code, the attempts that learned that it is right. */
  readonly #accepted = new Map<string, Set<string>>();
  readonly #wrong: string[] = [];

  /** One that goes on from here without changing this one. */
  copy(): Journal {
    const copy = new Journal();
    copy.acknowledged = this.acknowledged;
    copy.#noted.push(...this.#noted);
    for (const [code, attempts] of this.#accepted) copy.#accepted.set(code, new Set(attempts));
    copy.#wrong.push(...this.#wrong);
    return copy;
  }

  /** Codes that were accepted. */
  get codes(): string[] {
    return [...this.#accepted.keys()];
  }

  note(noted: Noted): void {
    this.acknowledged += noted.least;
    this.#noted.push(noted);
  }

  /** An attempt learned that its code is right; the same answer twice is still one attempt. */
  accepted(code: string, attempt: string): void {
    this.#accepted.set(code, (this.#accepted.get(code) ?? new Set()).add(attempt));
  }

  /** An answer that should not have been given. */
  wrong(what: string): void {
    this.#wrong.push(what);
  }

  /** @returns what was lost, what happened more often than it was asked for, and answers that are wrong */
  findings(events: readonly Event[]): string[] {
    const twice = [...this.#accepted].filter(([, attempts]) => attempts.size > 1);
    const ofVerifications = this.#noted.filter(({ verification }) => verification !== undefined);
    return [
      ...this.#wrong,
      ...twice.map(([code, attempts]) => `twice: the code ${code} was accepted ${attempts.size} times`),
      ...compare(this.#noted, events, ({ userId, types }) => [userId, types]),
      ...compare(ofVerifications, events, ({ verification = '', types }) => [verification, types]),
    ];
  }
}

type Subject = readonly [of: string, types: readonly string[]];

function compare(
  noted: readonly Noted[],
  events: readonly Event[],
  subjectOf: (noted: Noted) => Subject,
): string[] {
  const happened = Map.groupBy(
    events.flatMap(({ type, userId, details }) =>
      [userId, String(details['verification'])].map((of) => ({ of, type })),
    ),
    ({ of, type }) => `${of} ${type}`,
  );
  const bySubject = Map.groupBy(noted, (one) => {
    const [of, types] = subjectOf(one);
    return `${of} ${types.join(' ')}`;
  });
  return [...bySubject.values()].flatMap((asked) => {
    const [first] = asked;
    if (!first) return [];
    const [of, types] = subjectOf(first);
    const there = types.reduce((sum, type) => sum + (happened.get(`${of} ${type}`)?.length ?? 0), 0);
    const least = asked.reduce((sum, one) => sum + one.least, 0);
    const most = asked.reduce((sum, one) => sum + one.most, 0);
    const what = `${types.join(' or ')} of ${of}`;
    if (there < least) return [`lost: ${what} was acknowledged ${least} times and happened ${there} times`];
    if (there > most) return [`twice: ${what} was asked for ${most} times and happened ${there} times`];
    return [];
  });
}
