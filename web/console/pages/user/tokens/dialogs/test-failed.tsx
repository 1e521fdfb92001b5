import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { TestResult, Token } from '../../../../api/tokens.ts';
import { remediesOf } from '../menu.ts';
import { tokensTexts } from '../texts.ts';
import type { TokenDialog } from './dialog.ts';

interface Props extends Pick<TokenDialog, 'onNext'> {
  readonly token: Token;
  readonly advice: TestResult['advice'];
}

/** What may help, as the service advises, and the way there. */
export function TestFailed({ token, advice, onNext }: Props) {
  const texts = tokensTexts.test;
  const remedies = remediesOf(advice, token);
  return (
    <Alert type="error" header={texts.failed}>
      <SpaceBetween size="s">
        <ul>
          {advice?.map(({ action, detail }) => (
            <li key={action}>{detail}</li>
          ))}
        </ul>
        {remedies.length > 0 && <div>{texts.remedies}</div>}
        <SpaceBetween direction="horizontal" size="xs">
          {remedies.map((action) => (
            <Button key={action} onClick={() => onNext({ action, again: action === 'delete' })}>
              {texts[action]}
            </Button>
          ))}
        </SpaceBetween>
      </SpaceBetween>
    </Alert>
  );
}
