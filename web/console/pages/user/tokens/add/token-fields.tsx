import FormField from '@cloudscape-design/components/form-field';
import RadioGroup from '@cloudscape-design/components/radio-group';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { asksChannel, contactsOf, type Form } from '../forms.ts';
import { tokensTexts } from '../texts.ts';
import { CommentField, type FormPart, LabelField, TextPart } from './common-fields.tsx';
import { KeyFields } from './key-fields.tsx';
import { ProviderField } from './provider-field.tsx';
import { QuestionFields } from './question-fields.tsx';
import { SerialField } from './serial-field.tsx';

const texts = tokensTexts.addForm;

/** The form of a type. */
export function TokenFields({ form, ...part }: FormPart & { readonly form: Form }) {
  const contacts = contactsOf(form, part.draft);
  return (
    <SpaceBetween size="m">
      {asksChannel(form) && (
        <FormField label={texts.channel}>
          <RadioGroup
            value={part.draft.channel}
            items={(['phone', 'email'] as const).map((value) => ({ value, label: texts[value] }))}
            onChange={({ detail }) =>
              part.onChange({ channel: detail.value === 'email' ? 'email' : 'phone' })
            }
          />
        </FormField>
      )}
      {contacts.includes('phone') && <TextPart {...part} member="phone" hint={texts.phoneHint} />}
      {contacts.includes('email') && <TextPart {...part} member="email" type="email" />}
      {form.serial && <SerialField {...part} />}
      {form.questions && <QuestionFields {...part} />}
      {contacts.includes('account') && (
        <TextPart
          {...part}
          member="account"
          hint={form.provider ? texts.accountHint : undefined}
          optional={form.provider}
        />
      )}
      {form.provider && <ProviderField {...part} />}
      {form.key && <KeyFields {...part} choices={form.key} />}
      <LabelField {...part} />
      <CommentField {...part} />
    </SpaceBetween>
  );
}
