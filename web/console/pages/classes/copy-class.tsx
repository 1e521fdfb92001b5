import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import { useState } from 'react';
import { copyClass } from '../../api/classes.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { fieldError } from '../../parts/problem-alert.tsx';
import { useAction } from '../../parts/use-action.ts';
import { useNotify } from '../../shell/notices.tsx';
import { go, href } from '../../shell/place.ts';
import { classesTexts as texts } from './texts.ts';

export function CopyClass({ name, onClose }: { readonly name: string; onClose(): void }) {
  const [typed, setTyped] = useState('');
  const notify = useNotify();
  const { run, busy, problem } = useAction(() => copyClass(name, typed.trim()), {
    refreshes: [['classes']],
    done: ({ name: copy }) => {
      onClose();
      notify({ type: 'success', content: texts.copied(copy) });
      go(href`/classes/${copy}`.slice(1));
    },
  });
  const wrong = fieldError(problem, 'name');
  return (
    <Confirm
      title={texts.copyTitle(name)}
      action={texts.copy}
      busy={busy}
      problem={wrong ? undefined : problem}
      disabled={typed.trim() === ''}
      onConfirm={() => run(undefined)}
      onCancel={onClose}
    >
      <FormField label={texts.copyName} errorText={wrong}>
        <Input value={typed} onChange={({ detail }) => setTyped(detail.value)} />
      </FormField>
    </Confirm>
  );
}
