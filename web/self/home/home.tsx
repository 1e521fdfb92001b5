import { formatTime } from '../../shared/format.ts';
import { Heading } from '../../shared/preact/heading.tsx';
import { pageTexts } from '../../shared/preact/texts.ts';
import { attribute, mayChange } from '../entries.ts';
import { texts } from '../texts/index.ts';
import type { View, Visit } from '../view.ts';
import { Events } from './events.tsx';
import { TokenList } from './token-list.tsx';

interface Props extends Visit {
  /** What has just been done. */
  readonly said: string | undefined;
  readonly open: (view: View) => void;
  readonly onSignOut: () => void;
}

/** The overview: how the person stands, what they have, what happened. */
export function Home({ api, own, said, open, onSignOut }: Props) {
  const { codes } = texts;
  const { backupCodesRemaining: left } = own;
  const has = own.tokens.some(({ status }) => status === 'ACTIVE');
  return (
    <>
      <div class="top">
        <Heading>{texts.title}</Heading>
        <button type="button" onClick={onSignOut}>
          {texts.signOut}
        </button>
      </div>
      <p>
        {pageTexts.account} <strong>{own.displayName}</strong>
      </p>
      <p class="said" role="status">
        {said}
      </p>
      <Status {...own.status} />
      <TokenList own={own} open={open} />
      {has && (
        <section>
          <h2>{codes.heading}</h2>
          <p>
            {codes.lead} {left > 0 && codes.left(left)}
          </p>
          {own.backupCodesLow && <p class="said attention">{left > 0 ? codes.low : codes.none}</p>}
          {mayChange(own) && (
            <button type="button" onClick={() => open({ name: 'codes' })}>
              {codes.action}
            </button>
          )}
        </section>
      )}
      <Events api={api} userId={own.userId} />
    </>
  );
}

function Status(status: Visit['own']['status']) {
  const since = attribute(status, 'enrolledAt');
  const until = attribute(status, 'enrollmentExpiresAt');
  if (attribute(status, 'accountEnabled') === 'False') {
    return <p class="said attention">{pageTexts.problems.disabled}</p>;
  }
  return (
    <p>
      {texts.stages[status.stage]} {since && texts.since(formatTime(since))}
      {until && until !== 'Never' && texts.deadline(formatTime(until))}
    </p>
  );
}
