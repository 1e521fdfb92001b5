import { explain } from '../../shared/preact/explain.ts';
import { Heading } from '../../shared/preact/heading.tsx';
import type { Refusal } from '../../shared/preact/request.ts';
import { RequestForm } from '../../shared/preact/request-form.tsx';
import { texts } from '../texts/index.ts';

export function Pin({ onPin }: { onPin: (pin: string) => Promise<Refusal | undefined> }) {
  const send = async (entered: FormData): Promise<string | undefined> => {
    const pin = String(entered.get('pin')).trim();
    if (!pin) return texts.pin.lead;
    const refusal = await onPin(pin);
    if (refusal?.code === 'pin-required') return texts.pin.wrong;
    return refusal && explain(refusal);
  };
  return (
    <>
      <Heading>{texts.pin.heading}</Heading>
      <p>{texts.pin.lead}</p>
      <RequestForm action={texts.pin.action} onSend={send}>
        <label for="pin">{texts.pin.label}</label>
        <input
          id="pin"
          name="pin"
          class="code"
          inputMode="numeric"
          autoComplete="off"
          aria-describedby="trouble"
        />
      </RequestForm>
    </>
  );
}
