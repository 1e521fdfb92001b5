import type { ComponentType } from 'react';
import type { AccountAction } from '../account-actions.ts';
import { BypassDialog } from './bypass-dialog.tsx';
import { CopyDialog } from './copy-dialog.tsx';
import { DeleteDialog } from './delete-dialog.tsx';
import type { DialogProps } from './dialog-props.ts';
import { EndBypassDialog, EndLostTokenDialog } from './end-dialogs.tsx';
import { LostTokenDialog } from './lost-token-dialog.tsx';
import { RenameDialog } from './rename-dialog.tsx';
import { SendLinkDialog } from './send-link-dialog.tsx';
import { DisableDialog, EnableDialog, RestoreDialog } from './standing-dialogs.tsx';

/** Resetting has a screen of its own. */
const dialogs: Readonly<Partial<Record<AccountAction, ComponentType<DialogProps>>>> = {
  'restore-access': RestoreDialog,
  'send-setup-link': SendLinkDialog,
  enable: EnableDialog,
  disable: DisableDialog,
  'lost-token': LostTokenDialog,
  'end-lost-token': EndLostTokenDialog,
  bypass: BypassDialog,
  'end-bypass': EndBypassDialog,
  rename: RenameDialog,
  copy: CopyDialog,
  delete: DeleteDialog,
};

/** The question of an action, as long as it is asked. */
export default function AccountDialog({
  action,
  ...props
}: DialogProps & { readonly action: AccountAction }) {
  const Dialog = dialogs[action];
  return Dialog && <Dialog {...props} />;
}
