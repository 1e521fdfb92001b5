import Alert from '@cloudscape-design/components/alert';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { recreateBackupCodes } from '../../../api/totp.ts';
import { Confirm } from '../../../parts/confirm.tsx';
import { BackupCodeList } from '../../../parts/key-and-codes.tsx';
import { MessageDialog } from '../../../parts/message-dialog.tsx';
import { useAction } from '../../../parts/use-action.ts';
import { changesOf } from '../actions/changes.ts';
import type { TotpDialogProps } from './dialog-props.ts';
import { totpTexts } from './texts.ts';

const { recreate: texts } = totpTexts;

/** 3.14: a new set, shown this once. */
export function RecreateDialog({ user: { userId }, onClose }: TotpDialogProps) {
  const [codes, setCodes] = useState<readonly string[]>();
  const recreate = useAction(() => recreateBackupCodes(userId), {
    refreshes: changesOf(userId),
    done: ({ backupCodes }) => setCodes(backupCodes),
  });
  if (codes) {
    return (
      <MessageDialog title={texts.title} onClose={onClose}>
        <SpaceBetween size="m">
          <Alert type="warning">{texts.shown}</Alert>
          <BackupCodeList codes={codes} fileName={totpTexts.file(userId)} />
        </SpaceBetween>
      </MessageDialog>
    );
  }
  return (
    <Confirm
      title={texts.title}
      action={texts.action}
      busy={recreate.busy}
      problem={recreate.problem}
      onConfirm={() => recreate.run(undefined)}
      onCancel={onClose}
    >
      {texts.text}
    </Confirm>
  );
}
