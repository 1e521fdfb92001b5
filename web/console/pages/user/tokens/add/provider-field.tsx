import FormField from '@cloudscape-design/components/form-field';
import Select from '@cloudscape-design/components/select';
import { useQuery } from '@tanstack/react-query';
import { listProviders } from '../../../../api/providers.ts';
import { fieldError } from '../../../../parts/problem-alert.tsx';
import { useOperator } from '../../../../shell/operator.tsx';
import { tokensTexts } from '../texts.ts';
import type { FormPart } from './common-fields.tsx';

const texts = tokensTexts.addForm;

/** Of codes that are judged elsewhere: by whom, if not by the usual one. */
export function ProviderField({ draft, problem, onChange }: FormPart) {
  const { may } = useOperator();
  const { data } = useQuery({
    queryKey: ['providers'],
    queryFn: listProviders,
    enabled: may('directory:read'),
  });
  const options = [
    { value: '', label: texts.providerDefault },
    ...(data?.items ?? []).map(({ name }) => ({ value: name, label: name })),
  ];
  return (
    <FormField label={texts.provider} errorText={fieldError(problem, 'provider')}>
      <Select
        selectedOption={options.find(({ value }) => value === draft.provider) ?? null}
        options={options}
        onChange={({ detail }) => onChange({ provider: detail.selectedOption.value ?? '' })}
      />
    </FormField>
  );
}
