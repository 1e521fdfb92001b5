import { explain } from '../../shared/preact/explain.ts';
import type { Refusal } from '../../shared/preact/request.ts';
import { RequestForm } from '../../shared/preact/request-form.tsx';
import { texts } from '../texts/index.ts';

/** Opening the link shows nothing and asks for nothing: mail scanners do that too. */
export function Start({ onStart }: { onStart: () => Promise<Refusal | undefined> }) {
  const send = async () => {
    const refusal = await onStart();
    return refusal && explain(refusal);
  };
  return (
    <>
      <h1>{texts.title}</h1>
      <p>
        {texts.start.lead} {texts.start.needs}
      </p>
      <RequestForm action={texts.start.action} onSend={send} />
      <p class="note">{texts.start.caution}</p>
    </>
  );
}
