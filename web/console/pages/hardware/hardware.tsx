import Button from '@cloudscape-design/components/button';
import { type ComponentType, lazy, Suspense, useState } from 'react';
import { type Device, listDevices } from '../../api/hardware.ts';
import { Empty } from '../../parts/empty.tsx';
import { PagedTable } from '../../parts/paged-table.tsx';
import { Screen } from '../../parts/screen.tsx';
import { usePages } from '../../parts/use-pages.ts';
import { useOperator } from '../../shell/operator.tsx';
import { usePlaceQuery } from '../../shell/place.ts';
import { deviceColumns } from './device-columns.tsx';
import { DeviceFilters } from './device-filters.tsx';
import { type DeviceAction, filterOf } from './devices.ts';
import { Assign, type DeviceDialog, Reassign } from './hand-out.tsx';
import { Compromised, DeleteDevice, Unassign } from './take-back.tsx';
import { hardwareTexts as texts } from './texts.ts';

const ImportDevices = lazy(() => import('./import-devices.tsx'));

const dialogs: Readonly<Record<DeviceAction, ComponentType<DeviceDialog>>> = {
  assign: Assign,
  reassign: Reassign,
  unassign: Unassign,
  compromised: Compromised,
  delete: DeleteDevice,
};

/** P.10, P.11: the pool of devices. The address holds the filters. */
export default function Hardware() {
  const { may } = useOperator();
  const [place, setPlace] = usePlaceQuery();
  const [importing, setImporting] = useState(false);
  const [open, setOpen] = useState<{ readonly device: Device; readonly action: DeviceAction }>();
  const filter = filterOf(place);
  const list = usePages(['devices', filter], (cursor) => listDevices(filter, cursor));
  const Dialog = open && dialogs[open.action];
  const add = may('hardware:write') && (
    <Button variant="primary" onClick={() => setImporting(true)}>
      {texts.import}
    </Button>
  );
  return (
    <Screen title={texts.title} description={texts.description} actions={add}>
      <PagedTable
        list={list}
        title={texts.title}
        columns={deviceColumns((device, action) => setOpen({ device, action }))}
        trackBy="serial"
        filter={<DeviceFilters filter={filter} onChange={(change) => setPlace({ ...change })} />}
        empty={
          Object.keys(filter).length > 0 ? (
            <Empty title={texts.empty.filtered} hint={texts.empty.filteredHint} />
          ) : (
            <Empty
              title={texts.empty.title}
              hint={add ? texts.empty.hint : texts.empty.readOnly}
              action={add}
            />
          )
        }
      />
      {open && Dialog && <Dialog device={open.device} onClose={() => setOpen(undefined)} />}
      <Suspense fallback={null}>
        {importing && <ImportDevices onClose={() => setImporting(false)} />}
      </Suspense>
    </Screen>
  );
}
