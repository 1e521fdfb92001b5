import Button from '@cloudscape-design/components/button';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { DeviceFilter } from '../../api/hardware.ts';
import { TypedFilter } from '../../parts/typed-filter.tsx';
import { hardwareTexts as texts } from './texts.ts';

const options = [
  { value: '', label: texts.any },
  ...Object.entries(texts.statuses).map(([value, label]) => ({ value, label })),
];

interface Props {
  readonly filter: DeviceFilter;
  onChange(change: DeviceFilter): void;
}

export function DeviceFilters({ filter: { query = '', status = '' }, onChange }: Props) {
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <TypedFilter label={texts.search} value={query} onChange={(query) => onChange({ query })} />
      <Select
        inlineLabelText={texts.status}
        options={options}
        selectedOption={options.find(({ value }) => value === status) ?? null}
        onChange={({ detail }) => onChange({ status: detail.selectedOption.value })}
      />
      {(query || status) && (
        <Button variant="link" onClick={() => onChange({ query: undefined, status: undefined })}>
          {texts.clear}
        </Button>
      )}
    </SpaceBetween>
  );
}
