import SpaceBetween from '@cloudscape-design/components/space-between';
import { BackupCodeList } from '../../../../parts/key-and-codes.tsx';
import { MessageDialog } from '../../../../parts/message-dialog.tsx';
import { partTexts } from '../../../../parts/texts.ts';
import { tokensTexts } from '../texts.ts';

interface Props {
  readonly userId: string;
  readonly codes: readonly string[];
  onClose(): void;
}

/** The backup codes that came with a first token. */
export function CodesOnce({ userId, codes, onClose }: Props) {
  return (
    <MessageDialog title={tokensTexts.key.codesTitle} close={tokensTexts.key.done} onClose={onClose}>
      <SpaceBetween size="m">
        <div>{partTexts.backupCodesHint}</div>
        <BackupCodeList codes={codes} fileName={`backup-codes-${userId}.txt`} />
      </SpaceBetween>
    </MessageDialog>
  );
}
