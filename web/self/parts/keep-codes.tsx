import { useEffect } from 'preact/hooks';
import { BackupCodes } from '../../shared/preact/backup-codes.tsx';
import { Heading } from '../../shared/preact/heading.tsx';
import { texts } from '../texts/index.ts';
import type { Visit } from '../view.ts';

interface Props extends Pick<Visit, 'own' | 'done' | 'guard'> {
  readonly lead: string;
  readonly backupCodes: readonly string[];
  readonly said?: string;
}

export function KeepCodes({ own, done, guard, lead, backupCodes, said }: Props) {
  useEffect(() => {
    guard(true);
    return () => guard(false);
  }, [guard]);
  const leave = () => {
    guard(false);
    done(said);
  };
  return (
    <>
      <Heading>{texts.codes.newHeading}</Heading>
      <p>{lead}</p>
      <BackupCodes
        owner={own.displayName}
        backupCodes={backupCodes}
        onKept={() => guard(false)}
        onDone={leave}
      />
    </>
  );
}
