import Alert from '@cloudscape-design/components/alert';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { formatNumber } from '../../../shared/format.ts';
import { replaceTokens, type TokenType } from '../../api/token-types.ts';
import { FormDialog } from '../../parts/form-dialog.tsx';
import { MessageDialog } from '../../parts/message-dialog.tsx';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { partTexts } from '../../parts/texts.ts';
import { useAction } from '../../parts/use-action.ts';
import { Loading } from '../../shell/messages.tsx';
import { ReplaceProgress } from './replace-progress.tsx';
import { type Progress, replaceAll } from './replacement.ts';
import { tokenTypesTexts } from './texts.ts';

const texts = tokenTypesTexts.replacement;
const named = 10;

export interface ReplaceProps {
  readonly type: TokenType;
  readonly by: TokenType['replaceableBy'][number];
  onClose(): void;
}

/** N.10: says first how many there are, then replaces them step by step. */
export default function ReplaceType({ type: { type, name }, by, onClose }: ReplaceProps) {
  const title = texts.title(name, by.name);
  const [progress, setProgress] = useState<Progress>();
  const [stopping, setStopping] = useState(false);
  const stopped = useRef(false);
  const counted = useQuery({
    queryKey: ['token-types', type, by.type, 'dry-run'],
    queryFn: () => replaceTokens(type, by.type, { dryRun: true }),
    staleTime: 0,
    refetchOnWindowFocus: false,
  });
  const { data } = counted;
  const { run, busy, problem } = useAction(
    (expected: number) =>
      replaceAll(
        (cursor) => replaceTokens(type, by.type, { dryRun: false, cursor }),
        expected,
        setProgress,
        () => stopped.current,
      ),
    { refreshes: [['user'], ['users'], ['token-types']] },
  );
  const stop = () => {
    stopped.current = true;
    setStopping(true);
  };
  if (progress || busy) {
    return (
      <MessageDialog
        title={title}
        close={busy ? (stopping ? texts.stopping : texts.stop) : partTexts.close}
        onClose={busy ? stop : onClose}
      >
        <ReplaceProgress progress={progress} busy={busy} />
        <ProblemAlert problem={problem} />
      </MessageDialog>
    );
  }
  return (
    <FormDialog
      title={title}
      submit={texts.run}
      busy={busy}
      disabled={!data || data.tokens === 0}
      onSubmit={() => data && run(data.users)}
      onCancel={onClose}
    >
      <div>{texts.text}</div>
      <ProblemAlert problem={problem ?? counted.error} />
      {counted.isPending && <Loading />}
      {data?.tokens === 0 && <Alert type="info">{texts.nothing}</Alert>}
      {data && data.tokens > 0 && (
        <Alert type="info" header={texts.count(formatNumber(data.tokens), formatNumber(data.users))}>
          {texts.first}{' '}
          {data.items
            .slice(0, named)
            .map(({ userId }) => userId)
            .join(', ')}
        </Alert>
      )}
    </FormDialog>
  );
}
