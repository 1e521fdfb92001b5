import Button from '@cloudscape-design/components/button';
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { downloadText } from '../../shared/download.ts';
import { partTexts as texts } from './texts.ts';

interface Key {
  readonly secret: string;
  readonly qrCodeSvg?: string | undefined;
}

/** A key as a QR code and in groups of four. */
export function KeyDisplay({ secret, qrCodeSvg }: Key) {
  return (
    <SpaceBetween size="s">
      {qrCodeSvg && (
        <img className="qr" src={`data:image/svg+xml,${encodeURIComponent(qrCodeSvg)}`} alt={texts.qrCode} />
      )}
      <SpaceBetween direction="horizontal" size="xs" alignItems="center">
        <code className="key" translate="no">
          {secret.replace(/(.{4})(?=.)/g, '$1 ')}
        </code>
        <Copy text={secret} />
      </SpaceBetween>
    </SpaceBetween>
  );
}

/** Backup codes, this once: to copy, to keep as a file, to print. */
export function BackupCodeList({
  codes,
  fileName,
}: {
  readonly codes: readonly string[];
  readonly fileName: string;
}) {
  const text = `${codes.join('\n')}\n`;
  return (
    <SpaceBetween size="s">
      <ul className="codes" aria-label={texts.backupCodes} translate="no">
        {codes.map((code) => (
          <li key={code}>
            <code className="key">{code}</code>
          </li>
        ))}
      </ul>
      <SpaceBetween direction="horizontal" size="xs">
        <Copy text={text} />
        <Button iconName="download" onClick={() => downloadText(fileName, text)}>
          {texts.download}
        </Button>
        <Button onClick={() => print()}>{texts.print}</Button>
      </SpaceBetween>
    </SpaceBetween>
  );
}

function Copy({ text }: { readonly text: string }) {
  return (
    <CopyToClipboard
      textToCopy={text}
      copyButtonText={texts.copy}
      copySuccessText={texts.copied}
      copyErrorText={texts.notCopied}
    />
  );
}
