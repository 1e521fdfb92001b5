import { useState } from 'react';
import { type Device, reassignDevice } from '../../api/hardware.ts';
import { enrollToken } from '../../api/tokens.ts';
import { FormDialog } from '../../parts/form-dialog.tsx';
import { fieldError, ProblemAlert } from '../../parts/problem-alert.tsx';
import { ConfirmKeepingOne } from '../user/tokens/last-active.tsx';
import { hardwareTexts } from './texts.ts';
import { useDeviceAction } from './use-device-action.ts';
import { UserPicker } from './user-picker.tsx';

export interface DeviceDialog {
  readonly device: Device;
  onClose(): void;
}

/** Enrolls a device that nobody has, for a user. */
export function Assign({ device: { serial, tokenType: type }, onClose }: DeviceDialog) {
  const texts = hardwareTexts.assign;
  const [userId, setUserId] = useState('');
  const { run, busy, problem } = useDeviceAction(
    (user: string) => enrollToken(user, { type, serial }),
    (user) => texts.done(serial, user),
    onClose,
  );
  return (
    <FormDialog
      title={texts.title(serial)}
      submit={texts.action}
      busy={busy}
      disabled={userId.trim() === ''}
      onSubmit={() => run(userId.trim())}
      onCancel={onClose}
    >
      <UserPicker userId={userId} error={fieldError(problem, 'userId')} onChange={setUserId} />
      <ProblemAlert problem={problem} shownAtFields={['userId']} />
    </FormDialog>
  );
}

/** P.11: from one user to another, in one step. */
export function Reassign({ device: { serial, assignedTo }, onClose }: DeviceDialog) {
  const texts = hardwareTexts.reassign;
  const [userId, setUserId] = useState('');
  const { run, busy, problem } = useDeviceAction(
    (confirmed: boolean) => reassignDevice(serial, userId.trim(), confirmed),
    () => hardwareTexts.assign.done(serial, userId.trim()),
    onClose,
  );
  return (
    <ConfirmKeepingOne
      resets
      title={texts.title(serial)}
      action={texts.action}
      busy={busy}
      problem={problem}
      disabled={userId.trim() === ''}
      onConfirm={run}
      onCancel={onClose}
    >
      <p>{texts.text(assignedTo?.userId ?? '')}</p>
      <UserPicker userId={userId} error={fieldError(problem, 'userId')} onChange={setUserId} />
    </ConfirmKeepingOne>
  );
}
