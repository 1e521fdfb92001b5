import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import { useQueryClient } from '@tanstack/react-query';
import { withLocalTimes } from '../../../../shared/format.ts';
import type { Diagnosis } from '../../../api/accounts.ts';
import type { User } from '../../../api/users.ts';
import { ProblemAlert } from '../../../parts/problem-alert.tsx';
import { Refresh } from '../../../parts/refresh.tsx';
import { Loading } from '../../../shell/messages.tsx';
import { useOperator } from '../../../shell/operator.tsx';
import { href } from '../../../shell/place.ts';
import { buttonOfStep, type Step } from '../account-actions.ts';
import { useAsk } from '../ask.ts';
import { resetPlace } from '../places.ts';
import { userTexts } from '../texts.ts';
import { useDiagnosis } from '../use-diagnosis.ts';
import { statusTexts as texts } from './texts.ts';

/** N.02: what keeps the user out, and what helps, in the order in which it helps. */
export function DiagnosisPanel({ user }: { readonly user: User }) {
  const queries = useQueryClient();
  const { data, error, isFetching } = useDiagnosis(user.userId);
  // With the user: whether a step may be taken depends on where the user stands by now.
  const refresh = () => void queries.invalidateQueries({ queryKey: ['user', user.userId] });
  return (
    <Container
      header={
        <Header variant="h2" actions={<Refresh busy={isFetching} onRefresh={refresh} />}>
          {texts.diagnosis}
        </Header>
      }
    >
      <ProblemAlert problem={error} />
      {data ? <Found diagnosis={data} user={user} /> : !error && <Loading />}
    </Container>
  );
}

const indicators: Readonly<Record<string, StatusIndicatorProps.Type>> = {
  blocks: 'error',
  warns: 'warning',
  informs: 'info',
};

function Found({ diagnosis, user }: { readonly diagnosis: Diagnosis; readonly user: User }) {
  const { canSignIn, findings, remedy } = diagnosis;
  return (
    <SpaceBetween size="m">
      <Alert type={canSignIn ? 'success' : 'error'}>{canSignIn ? texts.can : texts.canNot}</Alert>
      {findings.length === 0 ? (
        <Box>{texts.nothing}</Box>
      ) : (
        <div>
          <Box variant="h3">{texts.findings}</Box>
          <ul className="plain">
            {findings.map(({ code, severity, detail }) => (
              <li key={code}>
                <StatusIndicator type={indicators[severity] ?? 'info'}>
                  {texts.severities[severity]}: {withLocalTimes(detail)}
                </StatusIndicator>
              </li>
            ))}
          </ul>
        </div>
      )}
      {remedy.length > 0 && (
        <div>
          <Box variant="h3">{texts.remedy}</Box>
          <ol className="steps">
            {remedy.map((step) => (
              <li key={step.action + step.detail}>
                <div className="step">
                  <span>{withLocalTimes(step.detail)}</span>
                  <StepAction step={step} user={user} />
                </div>
              </li>
            ))}
          </ol>
        </div>
      )}
    </SpaceBetween>
  );
}

function StepAction({ step, user }: { readonly step: Step; readonly user: User }) {
  const { may } = useOperator();
  const ask = useAsk();
  const found = buttonOfStep(step, user, may);
  if (!found) return null;
  if (found.kind === 'tokens') {
    return <Button href={href`/users/${user.userId}/tokens`}>{texts.toTokens}</Button>;
  }
  const { action, waitsForReset } = found;
  const label = userTexts.action[action];
  if (action === 'reset') return <Button href={`#${resetPlace(user.userId)}`}>{label}</Button>;
  return (
    <Button
      variant={action === 'restore-access' ? 'primary' : 'normal'}
      disabled={waitsForReset}
      {...(waitsForReset && { disabledReason: texts.resetFirst })}
      onClick={() => ask(action)}
    >
      {label}
    </Button>
  );
}
