import Alert from '@cloudscape-design/components/alert';
import Link from '@cloudscape-design/components/link';
import { deleteClass } from '../../api/classes.ts';
import { ApiProblem } from '../../api/client.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { useAction } from '../../parts/use-action.ts';
import { go } from '../../shell/place.ts';
import { classesTexts as texts } from './texts.ts';

interface Props {
  readonly name: string;
  readonly members: number;
  onClose(): void;
}

/** A class that people are in stays: who they are is one step away. */
export function DeleteClass({ name, members, onClose }: Props) {
  const { run, busy, problem } = useAction(() => deleteClass(name), {
    refreshes: [['classes']],
    said: () => texts.deleted(name),
    done: () => {
      go('/classes');
    },
  });
  const refused = problem instanceof ApiProblem && problem.code === 'conflict';
  const occupied = members > 0 || refused;
  return (
    <Confirm
      title={texts.deleteTitle(name)}
      action={texts.delete}
      busy={busy}
      problem={refused ? undefined : problem}
      disabled={members > 0}
      onConfirm={() => run(undefined)}
      onCancel={onClose}
    >
      {occupied ? (
        <Alert type="warning">
          {texts.hasMembers}{' '}
          <Link href={`#/users?class=${encodeURIComponent(name)}`}>{texts.showMembers}</Link>
        </Alert>
      ) : name === '*DFT' ? (
        texts.deleteDefault
      ) : (
        texts.deleteLead
      )}
    </Confirm>
  );
}
