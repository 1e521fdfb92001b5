import { formatTime } from '../../shared/format.ts';
import { explain } from '../../shared/preact/explain.ts';
import { Heading } from '../../shared/preact/heading.tsx';
import { Key } from '../../shared/preact/key.tsx';
import type { Refusal } from '../../shared/preact/request.ts';
import { RequestForm } from '../../shared/preact/request-form.tsx';
import { stepTexts } from '../../shared/preact/step-texts.ts';
import { pageTexts } from '../../shared/preact/texts.ts';
import type { Details } from '../api.ts';
import { texts } from '../texts/index.ts';

interface Props {
  readonly details: Details;
  readonly onCode: (code: string) => Promise<Refusal | undefined>;
}

export function Setup({ details, onCode }: Props) {
  const { setup } = texts;
  const send = async (entered: FormData): Promise<string | undefined> => {
    const code = String(entered.get('code')).replace(/[ -]/g, '');
    if (!/^\d{6,10}$/.test(code)) return stepTexts.incomplete;
    const refusal = await onCode(code);
    return refusal && explain(refusal);
  };
  return (
    <>
      <Heading>{setup.heading}</Heading>
      <p>
        {pageTexts.account} <strong>{details.displayName}</strong>, {details.issuer}
      </p>
      <ol class="steps">
        <li>
          <h2>{setup.install}</h2>
          <p>{setup.installLead}</p>
        </li>
        <li>
          <h2>{setup.add}</h2>
          <Key {...details} />
        </li>
        <li>
          <h2>{setup.enter}</h2>
          <RequestForm action={stepTexts.confirm} onSend={send}>
            <label for="code">{stepTexts.codeFromApp}</label>
            <input
              id="code"
              name="code"
              class="code"
              inputMode="numeric"
              autoComplete="one-time-code"
              aria-describedby="trouble"
            />
          </RequestForm>
        </li>
      </ol>
      <p class="note">{setup.validUntil(formatTime(details.expiresAt))}</p>
    </>
  );
}
