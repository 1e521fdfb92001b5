import { formatTime } from '../../shared/format.ts';
import type { Own, Token } from '../api.ts';
import { mayChange } from '../entries.ts';
import { texts } from '../texts/index.ts';
import type { View } from '../view.ts';

const { tokens: words } = texts;

interface Props {
  readonly own: Own;
  readonly open: (view: View) => void;
}

export function TokenList({ own, open }: Props) {
  const { tokens } = own;
  const changeable = mayChange(own);
  return (
    <section>
      <h2>{words.heading}</h2>
      {tokens.length === 0 && <p>{words.none}</p>}
      <ul class="list">
        {tokens.map((token) => (
          <li key={token.tokenId}>
            <strong>{token.label}</strong>{' '}
            <span class={`badge ${token.status}`}>{words.status[token.status]}</span>
            <p class="note">{about(token)}</p>
            {changeable && (
              <p class="row">
                <Change token={token} open={open} />
              </p>
            )}
          </li>
        ))}
      </ul>
      {changeable && (
        <button class="primary" type="button" onClick={() => open({ name: 'add' })}>
          {tokens.length > 0 ? words.addAnother : words.add}
        </button>
      )}
    </section>
  );
}

const about = ({ typeName, label, device, status, lastUsedAt }: Token): string =>
  [
    typeName !== label && typeName,
    device,
    status !== 'PENDING' && (lastUsedAt ? words.used(formatTime(lastUsedAt)) : words.unused),
  ]
    .filter(Boolean)
    .join(' · ');

/** One that waits for its first code is confirmed or given up; the rest can be removed. */
function Change({
  token: { tokenId, label, status },
  open,
}: Pick<Props, 'open'> & { readonly token: Token }) {
  const names = status === 'PENDING' ? (['confirm', 'remove'] as const) : (['remove'] as const);
  return names.map((name) => (
    <button
      key={name}
      type="button"
      aria-label={`${words[name]}: ${label}`}
      onClick={() => open({ name, tokenId })}
    >
      {words[name]}
    </button>
  ));
}
