import type { Refusal } from '../api.ts';
import { RequestForm } from '../parts/request-form.tsx';
import { texts } from '../texts/index.ts';

/** Opening the link shows nothing and asks for nothing: mail scanners do that too. */
export function Start({ onStart }: { onStart: () => Promise<Refusal | undefined> }) {
  return (
    <>
      <h1>{texts.title}</h1>
      <p>
        {texts.start.lead} {texts.start.needs}
      </p>
      <RequestForm action={texts.start.action} onSend={onStart} />
      <p class="note">{texts.start.caution}</p>
    </>
  );
}
