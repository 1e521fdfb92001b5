import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { formatTime } from '../../../../../shared/format.ts';
import type { SentCode } from '../../../../api/tokens.ts';
import { ProblemAlert } from '../../../../parts/problem-alert.tsx';
import { tokensTexts } from '../texts.ts';

interface Props {
  readonly sent: SentCode | undefined;
  readonly busy: boolean;
  readonly problem: unknown;
  onSend(): void;
}

/** Sends a code for the test to a token that receives its codes. */
export function SendCode({ sent, busy, problem, onSend }: Props) {
  const texts = tokensTexts.test;
  return (
    <SpaceBetween size="xs">
      <div>{texts.sendHint}</div>
      <Button onClick={onSend} loading={busy} iconName="send">
        {sent ? texts.sendAgain : texts.send}
      </Button>
      <div aria-live="polite">
        {sent && (
          <StatusIndicator type="success">
            {texts.sent(sent.destination)} {texts.untilText(formatTime(sent.expiresAt))}
          </StatusIndicator>
        )}
      </div>
      <ProblemAlert problem={problem} />
    </SpaceBetween>
  );
}
