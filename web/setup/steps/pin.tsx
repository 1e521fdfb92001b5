import type { Refusal } from '../api.ts';
import { Heading } from '../parts/heading.tsx';
import { RequestForm } from '../parts/request-form.tsx';
import { texts } from '../texts/index.ts';

export function Pin({ onPin }: { onPin: (pin: string) => Promise<Refusal | undefined> }) {
  return (
    <>
      <Heading>{texts.pin.heading}</Heading>
      <p>{texts.pin.lead}</p>
      <RequestForm
        action={texts.pin.action}
        onSend={(pin) => onPin(pin.trim())}
        check={(pin) => (pin.trim() ? undefined : texts.pin.lead)}
      >
        <label for="pin">{texts.pin.label}</label>
        <input id="pin" class="code" inputMode="numeric" autoComplete="off" aria-describedby="trouble" />
      </RequestForm>
    </>
  );
}
