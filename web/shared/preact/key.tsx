import { CopyButton } from './copy-button.tsx';
import { stepTexts } from './step-texts.ts';

interface Props {
  readonly secret: string;
  readonly otpauthUri: string;
  readonly qrCodeSvg: string;
}

/** A key on its way into an app. A phone cannot scan its own screen: there the link into the app comes first. */
export function Key({ secret, otpauthUri, qrCodeSvg }: Props) {
  const onPhone = matchMedia('(pointer: coarse)').matches;
  const link = (
    <p>
      <a class={onPhone ? 'primary' : ''} href={otpauthUri}>
        {onPhone ? stepTexts.open : stepTexts.openHere}
      </a>
    </p>
  );
  return (
    <>
      {onPhone && link}
      <p>{onPhone ? stepTexts.scanElsewhere : stepTexts.scan}</p>
      <img
        class="qr"
        src={`data:image/svg+xml,${encodeURIComponent(qrCodeSvg)}`}
        alt={stepTexts.picture}
        width="208"
        height="208"
      />
      {!onPhone && link}
      <p>{stepTexts.type}</p>
      <code class="key" translate={false}>
        {secret.match(/.{1,4}/g)?.join(' ')}
      </code>
      <p class="row">
        <CopyButton label={stepTexts.copyKey} text={secret} />
      </p>
    </>
  );
}
