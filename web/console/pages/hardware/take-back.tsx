import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { deleteDevice, markCompromised, unassignDevice } from '../../api/hardware.ts';
import { ReasonField, reasonOf } from '../../parts/because.tsx';
import { Confirm } from '../../parts/confirm.tsx';
import { ConfirmKeepingOne } from '../user/tokens/last-active.tsx';
import type { DeviceDialog } from './hand-out.tsx';
import { hardwareTexts } from './texts.ts';
import { useDeviceAction } from './use-device-action.ts';

/** P.11 */
export function Unassign({ device: { serial, assignedTo }, onClose }: DeviceDialog) {
  const texts = hardwareTexts.unassign;
  const { run, busy, problem } = useDeviceAction(
    (confirmed: boolean) => unassignDevice(serial, confirmed),
    () => texts.done(serial),
    onClose,
  );
  return (
    <ConfirmKeepingOne
      resets
      title={texts.title(serial)}
      action={texts.action}
      busy={busy}
      problem={problem}
      onConfirm={run}
      onCancel={onClose}
    >
      {texts.text(assignedTo?.userId ?? '')}
    </ConfirmKeepingOne>
  );
}

/** P.11 */
export function Compromised({ device: { serial }, onClose }: DeviceDialog) {
  const texts = hardwareTexts.compromised;
  const [reason, setReason] = useState('');
  const { run, busy, problem } = useDeviceAction(
    () => markCompromised(serial, reasonOf(reason)),
    () => texts.done(serial),
    onClose,
  );
  return (
    <Confirm
      title={texts.title(serial)}
      action={texts.action}
      busy={busy}
      problem={problem}
      shownAtFields={['reason']}
      onConfirm={() => run(undefined)}
      onCancel={onClose}
    >
      <SpaceBetween size="m">
        <div>{texts.text}</div>
        <ReasonField value={reason} problem={problem} onChange={setReason} />
      </SpaceBetween>
    </Confirm>
  );
}

export function DeleteDevice({ device: { serial }, onClose }: DeviceDialog) {
  const texts = hardwareTexts.delete;
  const { run, busy, problem } = useDeviceAction(
    () => deleteDevice(serial),
    () => texts.done(serial),
    onClose,
  );
  return (
    <Confirm
      title={texts.title(serial)}
      action={texts.action}
      busy={busy}
      problem={problem}
      onConfirm={() => run(undefined)}
      onCancel={onClose}
    >
      {texts.text}
    </Confirm>
  );
}
