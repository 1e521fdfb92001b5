import { deleteProvider, type Provider } from '../../api/providers.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { useAction } from '../../parts/use-action.ts';
import { providersTexts } from './texts.ts';

const texts = providersTexts.remove;

interface Props {
  readonly provider: Provider;
  onClose(): void;
}

export function DeleteProvider({ provider: { name }, onClose }: Props) {
  const { run, busy, problem } = useAction(() => deleteProvider(name), {
    refreshes: [['providers']],
    said: () => texts.done(name),
    done: onClose,
  });
  return (
    <Confirm
      title={texts.title(name)}
      action={texts.action}
      busy={busy}
      problem={problem}
      onConfirm={() => run(undefined)}
      onCancel={onClose}
    >
      {texts.text}
    </Confirm>
  );
}
