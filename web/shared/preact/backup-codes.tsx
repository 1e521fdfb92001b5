import { useEffect, useState } from 'preact/hooks';
import { downloadText } from '../download.ts';
import { CopyButton } from './copy-button.tsx';
import { stepTexts } from './step-texts.ts';

interface Props {
  /** The account they belong to, for the file and the paper. */
  readonly owner: string;
  readonly backupCodes: readonly string[];
  readonly onDone: () => void;
  /** They were copied, downloaded or printed. */
  readonly onKept?: () => void;
}

/** Backup codes, this once: to copy, to keep as a file, to print. */
export function BackupCodes({ owner, backupCodes, onDone, onKept }: Props) {
  const [kept, setKept] = useState(false);
  const keep = () => {
    setKept(true);
    onKept?.();
  };
  const keepBy = (way: () => void) => {
    way();
    keep();
  };
  const text = stepTexts.file(owner, backupCodes.join('\n'));

  // They are never shown again: whoever leaves without having kept them is asked once.
  useEffect(() => {
    if (kept) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [kept]);

  return (
    <>
      <p class="print-only">{owner}</p>
      <ul class="codes" aria-label={stepTexts.backupCodes} translate={false}>
        {backupCodes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <p class="row">
        <CopyButton label={stepTexts.copy} text={text} onCopied={keep} />
        <button type="button" onClick={() => keepBy(() => downloadText(stepTexts.fileName, text))}>
          {stepTexts.download}
        </button>
        <button type="button" onClick={() => keepBy(() => print())}>
          {stepTexts.print}
        </button>
      </p>
      <button class="primary" type="button" onClick={onDone}>
        {stepTexts.kept}
      </button>
    </>
  );
}
