import Button from '@cloudscape-design/components/button';
import Select from '@cloudscape-design/components/select';
import type { ReactNode } from 'react';
import type { UserFilter } from '../../api/users.ts';
import { partTexts } from '../../parts/texts.ts';
import { TypedFilter } from '../../parts/typed-filter.tsx';
import { usersTexts } from './texts.ts';
import { useClassNames } from './use-names.ts';
import { noFilter } from './user-filter.ts';

const { filters: texts } = usersTexts;

const holding = ['Y', 'N', 'S'].map((value) => ({ value, label: texts[value as 'Y'] }));
const stages = Object.entries(partTexts.stages).map(([value, label]) => ({ value, label }));

interface Props {
  readonly filter: UserFilter;
  onChange(change: UserFilter): void;
}

export function UserFilters({ filter, onChange }: Props) {
  const classes = useClassNames(filter.class).map((value) => ({ value, label: value }));
  const choices = [
    { name: 'stage', options: stages, width: '11rem' },
    { name: 'class', options: classes, width: '8rem' },
    { name: 'totp', options: holding, width: '8rem' },
    { name: 'questions', options: holding, width: '8rem' },
    { name: 'mfa', options: holding, width: '8rem' },
  ] as const;
  return (
    <div style={{ display: 'flex', flexWrap: 'wrap', gap: '0.5rem', alignItems: 'end' }}>
      <Wide width="18rem">
        <TypedFilter
          label={usersTexts.search}
          value={filter.query ?? ''}
          onChange={(query) => onChange({ query })}
        />
      </Wide>
      <Wide width="11rem">
        <TypedFilter
          label={usersTexts.userProfile}
          value={filter.userProfile ?? ''}
          onChange={(userProfile) => onChange({ userProfile })}
        />
      </Wide>
      {choices.map(({ name, options, width }) => (
        <Wide key={name} width={width}>
          <Select
            inlineLabelText={texts[name]}
            selectedOption={
              options.find(({ value }) => value === filter[name]) ?? { value: '', label: texts.any }
            }
            options={[{ value: '', label: texts.any }, ...options]}
            onChange={({ detail }) => onChange({ [name]: detail.selectedOption.value })}
          />
        </Wide>
      ))}
      {Object.keys(filter).length > 0 && (
        <Button variant="link" onClick={() => onChange(noFilter)}>
          {texts.clear}
        </Button>
      )}
    </div>
  );
}

/** As wide as its label needs, and a share of what is left. */
const Wide = ({ width, children }: { readonly width: string; readonly children: ReactNode }) => (
  <div style={{ flex: `1 1 ${width}`, maxInlineSize: `calc(${width} * 1.6)` }}>{children}</div>
);
