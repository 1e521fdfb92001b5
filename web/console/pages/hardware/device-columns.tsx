import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import Link from '@cloudscape-design/components/link';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import type { TableProps } from '@cloudscape-design/components/table';
import type { Device } from '../../api/hardware.ts';
import { partTexts } from '../../parts/texts.ts';
import { Day } from '../../parts/time.tsx';
import { useOperator } from '../../shell/operator.tsx';
import { href } from '../../shell/place.ts';
import { type DeviceAction, deviceActions } from './devices.ts';
import { hardwareTexts as texts } from './texts.ts';

const indicators: Readonly<Record<Device['status'], StatusIndicatorProps.Type>> = {
  available: 'success',
  assigned: 'info',
  compromised: 'error',
};

type Choose = (device: Device, action: DeviceAction) => void;

export const deviceColumns = (onChoose: Choose): TableProps.ColumnDefinition<Device>[] => [
  {
    id: 'serial',
    header: texts.columns.serial,
    isRowHeader: true,
    cell: ({ serial }) => serial,
    minWidth: 120,
  },
  {
    id: 'status',
    header: texts.columns.status,
    cell: ({ status }) => (
      <StatusIndicator type={indicators[status]}>{texts.statuses[status]}</StatusIndicator>
    ),
    minWidth: 165,
  },
  {
    id: 'user',
    header: texts.columns.user,
    cell: ({ assignedTo }) =>
      assignedTo ? (
        <div className="long">
          <Link href={href`/users/${assignedTo.userId}/tokens/${assignedTo.tokenId}`}>
            {assignedTo.userId}
          </Link>
        </div>
      ) : (
        partTexts.none
      ),
    minWidth: 100,
  },
  {
    id: 'kind',
    header: texts.columns.kind,
    cell: ({ kind, digits, periodSeconds }) => texts.kind(kind, digits, periodSeconds),
    minWidth: 120,
  },
  {
    id: 'model',
    header: texts.columns.model,
    cell: ({ manufacturer, model }) => [manufacturer, model].filter(Boolean).join(' ') || partTexts.none,
    minWidth: 110,
  },
  {
    id: 'expires',
    header: texts.columns.expires,
    cell: ({ expiresAt }) => <Day at={expiresAt} />,
    minWidth: 122,
  },
  {
    id: 'actions',
    header: texts.columns.actions,
    cell: (device) => <DeviceMenu device={device} onChoose={onChoose} />,
    minWidth: 80,
  },
];

function DeviceMenu({ device, onChoose }: { readonly device: Device; readonly onChoose: Choose }) {
  const { may } = useOperator();
  const actions = deviceActions(device, may);
  if (actions.length === 0) return <>{partTexts.none}</>;
  return (
    <ButtonDropdown
      variant="icon"
      expandToViewport
      ariaLabel={texts.actionsOf(device.serial)}
      items={actions.map((id) => ({ id, text: texts.menu[id] }))}
      onItemClick={({ detail }) => onChoose(device, detail.id as DeviceAction)}
    />
  );
}
