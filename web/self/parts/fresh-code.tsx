import { useState } from 'preact/hooks';
import { freshTokens } from '../entries.ts';
import { explain } from '../explain.ts';
import { texts } from '../texts/index.ts';
import type { Visit } from '../view.ts';
import { CodeField } from './code-field.tsx';

const { fresh } = texts;

/** Rule 9: who changes their own factors shows one first. Nothing to show is needed while there is none. */
export function FreshCode({ api, own }: Pick<Visit, 'api' | 'own'>) {
  const [note, setNote] = useState('');
  const [trouble, setTrouble] = useState('');
  const tokens = freshTokens(own);
  if (tokens.length === 0) {
    return own.status.stage === 'enrolled' ? <p class="said attention">{fresh.unfit}</p> : null;
  }

  const send = async (tokenId: string) => {
    const answer = await api.sendCode(tokenId);
    const sent = 'value' in answer ? answer.value.destination : undefined;
    setNote(sent === undefined ? '' : fresh.sent(sent));
    setTrouble('refusal' in answer ? explain(answer.refusal) : '');
  };

  return (
    <div class="fresh">
      <CodeField label={fresh.label} />
      <p class="note">{fresh.hint(tokens.map(({ label }) => label).join(', '))}</p>
      {tokens
        .filter(({ actions }) => actions.includes('challenge'))
        .map(({ tokenId, device, label }) => (
          <p key={tokenId} class="row">
            <button type="button" onClick={() => send(tokenId)}>
              {fresh.send(device ?? label)}
            </button>
          </p>
        ))}
      <output class="note">{note}</output>
      <p class="trouble" role="alert">
        {trouble}
      </p>
    </div>
  );
}
