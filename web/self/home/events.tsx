import { useEffect, useState } from 'preact/hooks';
import { eventTitle } from '../../shared/events/event-texts.ts';
import { formatTime } from '../../shared/format.ts';
import type { Api } from '../api.ts';
import { explain } from '../explain.ts';
import { texts } from '../texts/index.ts';
import { whoDid } from './who-did.ts';

const { events: words } = texts;

type Answered = Exclude<Awaited<ReturnType<Api['events']>>, { refusal: unknown }>['value'];

interface Props {
  readonly api: Api;
  readonly userId: string;
}

/** What happened to the account, newest first: whoever finds something strange here asks. */
export function Events({ api, userId }: Props) {
  const [{ items, nextCursor }, setRead] = useState<Answered>({ items: [] });
  const [trouble, setTrouble] = useState<string>();
  const [ready, setReady] = useState(false);

  const read = async (cursor?: string) => {
    const answer = await api.events(cursor);
    setReady(true);
    if ('refusal' in answer) return setTrouble(explain(answer.refusal));
    setTrouble(undefined);
    setRead((before) => ({ ...answer.value, items: [...before.items, ...answer.value.items] }));
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: later pages are asked for by the button.
  useEffect(() => void read(), []);

  return (
    <section>
      <h2>{words.heading}</h2>
      {ready && !trouble && items.length === 0 && <p>{words.none}</p>}
      <ul class="list">
        {items.map(({ id, type, at, actor }) => (
          <li key={id}>
            {eventTitle(words.all, type)}
            <p class="note">
              <time dateTime={at}>{formatTime(at)}</time> · {whoDid(words, actor, userId)}
            </p>
          </li>
        ))}
      </ul>
      <p class="trouble" role="alert">
        {trouble}
      </p>
      {nextCursor && (
        <button type="button" onClick={() => read(nextCursor)}>
          {words.more}
        </button>
      )}
    </section>
  );
}
