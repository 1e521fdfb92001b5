import { useState } from 'preact/hooks';
import { Heading } from '../../shared/preact/heading.tsx';
import { RequestForm } from '../../shared/preact/request-form.tsx';
import { isLastActive, typedCode } from '../entries.ts';
import { explain } from '../explain.ts';
import { Back } from '../parts/back.tsx';
import { FreshCode } from '../parts/fresh-code.tsx';
import { texts } from '../texts/index.ts';
import type { Visit } from '../view.ts';
import { NoToken } from './no-token.tsx';

const { remove } = texts;

/**
 * The last active one goes only when that is meant; this is asked before a code is spent on it. One that was never
 * confirmed goes without a code.
 */
export function RemoveToken({ api, own, done, tokenId }: Visit & { readonly tokenId: string }) {
  const token = own.tokens.find((one) => one.tokenId === tokenId);
  const [last, setLast] = useState(() => token !== undefined && isLastActive(own, token));
  if (!token) return <NoToken onBack={() => done()} lead={texts.trouble.tokenGone} />;

  const waits = token.status === 'PENDING';
  const send = async (entered: FormData): Promise<string | undefined> => {
    const meant = entered.get('meant') !== null;
    if (last && !meant) return remove.confirmFirst;
    const code = typedCode(entered);
    if (!code && !waits) return texts.fresh.incomplete;
    const answer = await api.remove(tokenId, code, meant);
    if ('refusal' in answer) {
      if (answer.refusal.code === 'last-active-token') setLast(true);
      return explain(answer.refusal);
    }
    done(remove.removed);
    return undefined;
  };

  return (
    <>
      <Heading>{remove.heading(token.label)}</Heading>
      <p>{waits ? remove.waits : remove.lead}</p>
      <RequestForm action={remove.action} onSend={send}>
        {last && (
          <>
            <p class="said attention">{remove.last}</p>
            <label class="choice">
              <input type="checkbox" name="meant" />
              {remove.confirm}
            </label>
          </>
        )}
        {!waits && <FreshCode api={api} own={own} />}
      </RequestForm>
      <Back onBack={() => done()} />
    </>
  );
}
