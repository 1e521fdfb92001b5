import FormField from '@cloudscape-design/components/form-field';
import Select from '@cloudscape-design/components/select';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { listTokenTypes, type TokenType } from '../../../../api/token-types.ts';
import { type EnrolledToken, enrollToken } from '../../../../api/tokens.ts';
import { FormDialog } from '../../../../parts/form-dialog.tsx';
import { ProblemAlert } from '../../../../parts/problem-alert.tsx';
import { useNotify } from '../../../../shell/notices.tsx';
import { emptyDraft, orderOf, registrable } from '../forms.ts';
import { tokensTexts } from '../texts.ts';
import { useTokenAction } from '../use-token-action.ts';
import { CodesOnce } from './codes-once.tsx';
import { KeyOnce } from './key-once.tsx';
import { TokenFields } from './token-fields.tsx';

interface Props {
  readonly userId: string;
  /** The type that is chosen at first, if operators may register it. */
  readonly type: string;
  onAdded(): void;
  onClose(): void;
}

/** 2.01: a type, its form, and what follows: the key and its first code, and the backup codes that come with it. */
export default function AddToken({ userId, type: first, onAdded, onClose }: Props) {
  const texts = tokensTexts.addForm;
  const notify = useNotify();
  const types = useQuery({ queryKey: ['token-types'], queryFn: listTokenTypes });
  const [chosen, setChosen] = useState(first);
  const [draft, setDraft] = useState(emptyDraft);
  const [enrolled, setEnrolled] = useState<EnrolledToken>();
  const [codes, setCodes] = useState<readonly string[]>([]);
  const { run, busy, problem, clear } = useTokenAction(
    userId,
    (type: TokenType) => enrollToken(userId, orderOf(type, draft)),
    (token) => {
      setEnrolled(token);
      if (token.status === 'PENDING') return;
      notify({ type: 'success', content: tokensTexts.added(token.label) });
      onAdded();
    },
  );
  if (codes.length > 0) return <CodesOnce userId={userId} codes={codes} onClose={onAdded} />;
  if (enrolled?.status === 'PENDING') {
    return (
      <KeyOnce
        userId={userId}
        token={enrolled}
        onClose={onClose}
        onConfirmed={(backupCodes) => {
          notify({ type: 'success', content: tokensTexts.key.confirmed(enrolled.label) });
          if (backupCodes.length === 0) onAdded();
          setCodes(backupCodes);
        }}
      />
    );
  }
  const all = types.data?.items ?? [];
  const offered = registrable(all);
  const options = offered.map(({ type, name }) => ({ value: type, label: name }));
  const type = offered.find((one) => one.type === chosen);
  const refused = !type && all.some((one) => one.type === chosen) ? texts.notOffered : undefined;
  return (
    <FormDialog
      title={texts.title}
      submit={texts.submit}
      busy={busy}
      disabled={!type}
      onSubmit={() => type && run(type)}
      onCancel={onClose}
    >
      <FormField label={texts.type} errorText={refused}>
        <Select
          selectedOption={options.find(({ value }) => value === type?.type) ?? null}
          options={options}
          placeholder={texts.chooseType}
          empty={texts.none}
          statusType={types.isPending ? 'loading' : 'finished'}
          onChange={({ detail }) => {
            clear();
            setChosen(detail.selectedOption.value ?? '');
          }}
        />
      </FormField>
      {type && (
        <TokenFields
          form={type.enrollment}
          draft={draft}
          problem={problem}
          onChange={(change) => setDraft((before) => ({ ...before, ...change }))}
        />
      )}
      <ProblemAlert problem={types.error ?? problem} shownAtFields={shownAtFields} />
    </FormDialog>
  );
}

const shownAtFields = [
  ...['phone', 'email', 'account', 'provider', 'serial', 'questions', 'label', 'comment'],
  ...['secret', 'algorithm', 'digits', 'periodSeconds', 'counter'],
];
