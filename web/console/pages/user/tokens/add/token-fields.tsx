import FormField from '@cloudscape-design/components/form-field';
import RadioGroup from '@cloudscape-design/components/radio-group';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { partsOf } from '../forms.ts';
import { tokensTexts } from '../texts.ts';
import { AccountFields } from './account-fields.tsx';
import { CommentField, type FormPart, LabelField, TextPart } from './common-fields.tsx';
import { KeyFields } from './key-fields.tsx';
import { QuestionFields } from './question-fields.tsx';
import { SerialField } from './serial-field.tsx';

const texts = tokensTexts.addForm;

/** The form of a type. */
export function TokenFields({ type, ...part }: FormPart & { readonly type: string }) {
  const parts = partsOf(type);
  const { channel } = part.draft;
  const either = parts.includes('phone') && parts.includes('email');
  const sendsTo = (one: 'phone' | 'email') => parts.includes(one) && (!either || channel === one);
  return (
    <SpaceBetween size="m">
      {either && (
        <FormField label={texts.channel}>
          <RadioGroup
            value={channel}
            items={(['phone', 'email'] as const).map((value) => ({ value, label: texts[value] }))}
            onChange={({ detail }) =>
              part.onChange({ channel: detail.value === 'email' ? 'email' : 'phone' })
            }
          />
        </FormField>
      )}
      {sendsTo('phone') && <TextPart {...part} member="phone" hint={texts.phoneHint} />}
      {sendsTo('email') && <TextPart {...part} member="email" type="email" />}
      {parts.includes('serial') && <SerialField {...part} />}
      {parts.includes('questions') && <QuestionFields {...part} />}
      {parts.includes('account') && <AccountFields {...part} />}
      {parts.includes('key') && <KeyFields {...part} parts={parts} />}
      <LabelField {...part} />
      <CommentField {...part} />
    </SpaceBetween>
  );
}
