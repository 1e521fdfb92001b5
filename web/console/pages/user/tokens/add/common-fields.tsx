import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import { fieldError } from '../../../../parts/problem-alert.tsx';
import type { Draft } from '../forms.ts';
import { tokensTexts } from '../texts.ts';

const texts = tokensTexts.addForm;

/** A part of a form on a token: what is entered so far, and what the service said to it. */
export interface FormPart {
  readonly draft: Draft;
  readonly problem: unknown;
  onChange(change: Partial<Draft>): void;
}

interface TextPart extends FormPart {
  readonly member: 'phone' | 'email' | 'account' | 'label' | 'comment';
  readonly hint?: string | undefined;
  readonly optional?: boolean;
  readonly type?: 'text' | 'email';
}

export function TextPart({ draft, problem, onChange, member, hint, optional, type = 'text' }: TextPart) {
  return (
    <FormField
      label={optional ? <OptionalLabel text={texts[member]} /> : texts[member]}
      description={hint}
      errorText={fieldError(problem, member)}
    >
      <Input
        type={type}
        value={draft[member]}
        onChange={({ detail }) => onChange({ [member]: detail.value })}
        autoComplete={false}
        spellcheck={false}
      />
    </FormField>
  );
}

function OptionalLabel({ text }: { readonly text: string }) {
  return (
    <>
      {text} <i>– {texts.optional}</i>
    </>
  );
}

export const LabelField = (part: FormPart) => (
  <TextPart {...part} member="label" hint={texts.labelHint} optional />
);

export const CommentField = (part: FormPart) => (
  <TextPart {...part} member="comment" hint={texts.commentHint} optional />
);
