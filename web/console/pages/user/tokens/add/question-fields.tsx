import Button from '@cloudscape-design/components/button';
import ColumnLayout from '@cloudscape-design/components/column-layout';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { fieldError } from '../../../../parts/problem-alert.tsx';
import { tokensTexts } from '../texts.ts';
import type { FormPart } from './common-fields.tsx';

const texts = tokensTexts.addForm;
const most = 20;

/** Private questions, each with its answer; lines left empty do not count. */
export function QuestionFields({
  draft: { questions },
  problem,
  onChange,
  hint = texts.questionsHint,
}: FormPart & { readonly hint?: string }) {
  const change = (index: number, members: { question?: string; answer?: string }) =>
    onChange({ questions: questions.map((one, at) => (at === index ? { ...one, ...members } : one)) });
  return (
    <FormField
      label={texts.questions}
      description={hint}
      errorText={fieldError(problem, 'questions')}
      stretch
    >
      <SpaceBetween size="xs">
        {questions.map(({ question, answer }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines are only added at the end
          <ColumnLayout key={index} columns={2}>
            <Input
              ariaLabel={texts.question(index + 1)}
              placeholder={texts.question(index + 1)}
              value={question}
              onChange={({ detail }) => change(index, { question: detail.value })}
              autoComplete={false}
            />
            <Input
              ariaLabel={texts.answer(index + 1)}
              placeholder={texts.answer(index + 1)}
              value={answer}
              onChange={({ detail }) => change(index, { answer: detail.value })}
              autoComplete={false}
              spellcheck={false}
            />
          </ColumnLayout>
        ))}
        {questions.length < most && (
          <Button
            iconName="add-plus"
            formAction="none"
            onClick={() => onChange({ questions: [...questions, { question: '', answer: '' }] })}
          >
            {texts.addQuestion}
          </Button>
        )}
      </SpaceBetween>
    </FormField>
  );
}
