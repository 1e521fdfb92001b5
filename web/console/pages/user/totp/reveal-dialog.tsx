import Box from '@cloudscape-design/components/box';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { formatNumber } from '../../../../shared/format.ts';
import { type RevealedKey, revealTotpKey } from '../../../api/totp.ts';
import { Confirm } from '../../../parts/confirm.tsx';
import { KeyDisplay } from '../../../parts/key-and-codes.tsx';
import { MessageDialog } from '../../../parts/message-dialog.tsx';
import { useAction } from '../../../parts/use-action.ts';
import type { TotpDialogProps } from './dialog-props.ts';
import { totpTexts } from './texts.ts';

const { reveal: texts } = totpTexts;

export const DisplayKeyDialog = (props: TotpDialogProps) => <RevealDialog {...props} show="display" />;
export const DisplayQrDialog = (props: TotpDialogProps) => <RevealDialog {...props} show="qr" />;

/** 3.15 under the setting `secretDisplay`: only after the operator has read that the user will know. */
function RevealDialog({ user, show, onClose }: TotpDialogProps & { readonly show: 'display' | 'qr' }) {
  const [key, setKey] = useState<RevealedKey>();
  const title = totpTexts.items[show];
  const reveal = useAction(() => revealTotpKey(user.userId), {
    refreshes: [['user', user.userId, 'events']],
    done: setKey,
  });
  if (key) {
    return (
      <MessageDialog title={title} onClose={onClose}>
        <Shown revealed={key} show={show} />
      </MessageDialog>
    );
  }
  return (
    <Confirm
      title={title}
      action={texts.action}
      busy={reveal.busy}
      problem={reveal.problem}
      onConfirm={() => reveal.run(undefined)}
      onCancel={onClose}
    >
      {texts.text}
    </Confirm>
  );
}

function Shown({ revealed, show }: { readonly revealed: RevealedKey; readonly show: 'display' | 'qr' }) {
  const { secret, qrCodeSvg, status, backupCodesRemaining = 0 } = revealed;
  if (!secret) return <>{totpTexts.none}</>;
  return (
    <SpaceBetween size="m">
      <Box>{status === 'PENDING' ? totpTexts.pending : totpTexts.active}</Box>
      <KeyDisplay secret={secret} {...(show === 'qr' && { qrCodeSvg })} />
      {show === 'display' && (
        <Box>
          {texts.remaining(formatNumber(backupCodesRemaining))} {texts.hashed}
        </Box>
      )}
    </SpaceBetween>
  );
}
