import { BackupCodes } from '../../shared/preact/backup-codes.tsx';
import { Heading } from '../../shared/preact/heading.tsx';
import type { Details } from '../api.ts';
import { texts } from '../texts/index.ts';

interface Props {
  readonly details: Details;
  readonly backupCodes: readonly string[];
  readonly onDone: () => void;
}

export function KeepCodes({ details, backupCodes, onDone }: Props) {
  return (
    <>
      <Heading>{texts.codes.heading}</Heading>
      <p>{texts.codes.lead}</p>
      <BackupCodes
        owner={`${details.issuer}, ${details.displayName}`}
        backupCodes={backupCodes}
        onDone={onDone}
      />
    </>
  );
}
