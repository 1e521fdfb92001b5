import FormField from '@cloudscape-design/components/form-field';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQuery } from '@tanstack/react-query';
import { listProviders } from '../../../../api/providers.ts';
import { fieldError } from '../../../../parts/problem-alert.tsx';
import { useOperator } from '../../../../shell/operator.tsx';
import { tokensTexts } from '../texts.ts';
import { type FormPart, TextPart } from './common-fields.tsx';

const texts = tokensTexts.addForm;

/** Of codes that are judged elsewhere: who the user is there, and by whom if not by the usual one. */
export function AccountFields(part: FormPart) {
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
    <SpaceBetween size="m">
      <TextPart {...part} member="account" hint={texts.accountHint} optional />
      <FormField label={texts.provider} errorText={fieldError(part.problem, 'provider')}>
        <Select
          selectedOption={options.find(({ value }) => value === part.draft.provider) ?? null}
          options={options}
          onChange={({ detail }) => part.onChange({ provider: detail.selectedOption.value ?? '' })}
        />
      </FormField>
    </SpaceBetween>
  );
}
