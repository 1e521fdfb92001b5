import Alert from '@cloudscape-design/components/alert';
import { ApiProblem } from '../../api/client.ts';
import { deleteRole } from '../../api/roles.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { useAction } from '../../parts/use-action.ts';
import { useNotify } from '../../shell/notices.tsx';
import { rolesTexts as texts } from './texts.ts';

export function DeleteRole({ name, onClose }: { readonly name: string; onClose(): void }) {
  const notify = useNotify();
  const { run, busy, problem } = useAction(deleteRole, {
    refreshes: [['roles'], ['overview']],
    done: () => {
      notify({ type: 'success', content: texts.deleted(name) });
      onClose();
    },
  });
  const held = problem instanceof ApiProblem && problem.code === 'conflict';
  return (
    <Confirm
      title={texts.deleteTitle(name)}
      action={texts.delete}
      busy={busy}
      problem={held ? undefined : problem}
      onConfirm={() => run(name)}
      onCancel={onClose}
    >
      {held ? <Alert type="warning">{texts.hasMembers}</Alert> : texts.deleteLead}
    </Confirm>
  );
}
