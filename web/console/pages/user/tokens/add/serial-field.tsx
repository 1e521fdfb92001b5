import Autosuggest from '@cloudscape-design/components/autosuggest';
import FormField from '@cloudscape-design/components/form-field';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { listDevices } from '../../../../api/hardware.ts';
import { fieldError } from '../../../../parts/problem-alert.tsx';
import { tokensTexts } from '../texts.ts';
import type { FormPart } from './common-fields.tsx';

const texts = tokensTexts.addForm;
const offered = 10;

/** P.10: a device that nobody has, by how its serial number begins. */
export function SerialField({ draft: { serial }, problem, onChange }: FormPart) {
  const query = serial.trim();
  const { data, isFetching } = useQuery({
    queryKey: ['devices', 'available', query],
    queryFn: () => listDevices({ status: 'available', query }, undefined, offered),
    placeholderData: keepPreviousData,
  });
  const options = (data?.items ?? []).map((device) => ({
    value: device.serial,
    description: [device.manufacturer, device.model].filter(Boolean).join(' '),
  }));
  return (
    <FormField label={texts.serial} description={texts.serialHint} errorText={fieldError(problem, 'serial')}>
      <Autosuggest
        value={serial}
        options={options}
        filteringType="manual"
        statusType={isFetching ? 'loading' : 'finished'}
        enteredTextLabel={texts.serialFound}
        empty={texts.serialNone}
        onChange={({ detail }) => onChange({ serial: detail.value })}
      />
    </FormField>
  );
}
