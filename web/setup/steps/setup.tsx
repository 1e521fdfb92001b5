import type { Details, Refusal } from '../api.ts';
import { CopyButton } from '../parts/copy-button.tsx';
import { Heading } from '../parts/heading.tsx';
import { RequestForm } from '../parts/request-form.tsx';
import { formatTime, texts } from '../texts/index.ts';

interface Props {
  readonly details: Details;
  readonly onCode: (code: string) => Promise<Refusal | undefined>;
}

const digitsOnly = (entered: string) => entered.replace(/[ -]/g, '');

export function Setup({ details, onCode }: Props) {
  const { setup } = texts;
  return (
    <>
      <Heading>{setup.heading}</Heading>
      <p>
        {setup.account} <strong>{details.displayName}</strong>, {details.issuer}
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
          <RequestForm
            action={setup.action}
            onSend={(entered) => onCode(digitsOnly(entered))}
            check={(entered) => (/^\d{6,10}$/.test(digitsOnly(entered)) ? undefined : setup.incomplete)}
          >
            <label for="code">{setup.code}</label>
            <input
              id="code"
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

/** A phone cannot scan its own screen: there the link into the app comes first. */
function Key({ secret, otpauthUri, qrCodeSvg }: Details) {
  const { setup } = texts;
  const onPhone = matchMedia('(pointer: coarse)').matches;
  const link = (
    <p>
      <a class={onPhone ? 'primary' : ''} href={otpauthUri}>
        {onPhone ? setup.open : setup.openHere}
      </a>
    </p>
  );
  return (
    <>
      {onPhone && link}
      <p>{onPhone ? setup.scanElsewhere : setup.scan}</p>
      <img
        class="qr"
        src={`data:image/svg+xml,${encodeURIComponent(qrCodeSvg)}`}
        alt={setup.picture}
        width="208"
        height="208"
      />
      {!onPhone && link}
      <p>{setup.type}</p>
      <code class="key" translate={false}>
        {secret.match(/.{1,4}/g)?.join(' ')}
      </code>
      <p class="row">
        <CopyButton label={setup.copyKey} text={secret} />
      </p>
    </>
  );
}
