import { useEffect, useState } from 'preact/hooks';
import type { Details } from '../api.ts';
import { CopyButton } from '../parts/copy-button.tsx';
import { Heading } from '../parts/heading.tsx';
import { texts } from '../texts/index.ts';

interface Props {
  readonly details: Details;
  readonly backupCodes: readonly string[];
  readonly onDone: () => void;
}

export function BackupCodes({ details, backupCodes, onDone }: Props) {
  const { codes } = texts;
  const [kept, setKept] = useState(false);
  const keepBy = (way: () => void) => {
    way();
    setKept(true);
  };
  const text = codes.file(details.issuer, details.displayName, backupCodes.join('\n'));

  // They are never shown again: whoever leaves without having kept them is asked once.
  useEffect(() => {
    if (kept) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [kept]);

  return (
    <>
      <Heading>{codes.heading}</Heading>
      <p>{codes.lead}</p>
      <p class="print-only">
        {details.issuer}, {details.displayName}
      </p>
      <ul class="codes" aria-label={codes.list} translate={false}>
        {backupCodes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <p class="row">
        <CopyButton label={codes.copy} text={text} onCopied={() => setKept(true)} />
        <button type="button" onClick={() => keepBy(() => download(codes.fileName, text))}>
          {codes.download}
        </button>
        <button type="button" onClick={() => keepBy(() => print())}>
          {codes.print}
        </button>
      </p>
      <button class="primary" type="button" onClick={onDone}>
        {codes.action}
      </button>
    </>
  );
}

function download(name: string, text: string): void {
  const href = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
  Object.assign(document.createElement('a'), { href, download: name }).click();
  // Revoking at once would cancel the download in some browsers.
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}
