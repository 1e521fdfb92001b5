import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { formatDuration, formatNumber } from '../../../shared/format.ts';
import { getExpiry } from '../../api/expiry.ts';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { Screen } from '../../parts/screen.tsx';
import { Loading } from '../../shell/messages.tsx';
import { useOperator } from '../../shell/operator.tsx';
import { DryRun } from './dry-run.tsx';
import { ExpiringUsers } from './expiring-users.tsx';
import { Forecast } from './forecast.tsx';
import { Runs } from './runs.tsx';
import { expiryTexts as texts } from './texts.ts';

/** The sweep runs every few minutes, and overdue is a matter of the clock. */
const everyMilliseconds = 30_000;

/** N.05, N.06: who expires next, and what the sweep did and would do. */
export default function Expiry() {
  const { may } = useOperator();
  const [trying, setTrying] = useState(false);
  const { data, error } = useQuery({
    queryKey: ['expiry'],
    queryFn: getExpiry,
    refetchInterval: everyMilliseconds,
  });
  const toSettings = may('settings:write') && <Button href="#/two-factor/settings">{texts.settings}</Button>;
  return (
    <Screen
      title={texts.title}
      description={texts.description}
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          {toSettings}
          <Button onClick={() => setTrying(true)}>{texts.dryRun.action}</Button>
        </SpaceBetween>
      }
    >
      <SpaceBetween size="l">
        <ProblemAlert problem={error} />
        {!data && !error && <Loading />}
        {data?.enrollmentPeriodSeconds === 0 && (
          <Alert type="info" header={texts.never.title}>
            {texts.never.text}
          </Alert>
        )}
        {data && data.overdue > data.limit && (
          <Alert type="warning" header={texts.breaker.title}>
            <div>{texts.breaker.text(formatNumber(data.overdue), formatNumber(data.limit))}</div>
            <div>{texts.breaker.next}</div>
          </Alert>
        )}
        {data && data.enrollmentPeriodSeconds > 0 && (
          <Forecast
            expiry={data}
            policy={`${texts.period(formatDuration(data.enrollmentPeriodSeconds))} ${texts.policy[data.expiredAccounts]}`}
          />
        )}
        {data && <ExpiringUsers />}
        {data && <Runs {...data} />}
      </SpaceBetween>
      {trying && <DryRun onClose={() => setTrying(false)} />}
    </Screen>
  );
}
