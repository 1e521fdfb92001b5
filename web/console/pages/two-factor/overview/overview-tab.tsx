import Grid from '@cloudscape-design/components/grid';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQuery } from '@tanstack/react-query';
import { getOverview } from '../../../api/overview.ts';
import { ProblemAlert } from '../../../parts/problem-alert.tsx';
import { Loading } from '../../../shell/messages.tsx';
import { BackupCodesHealth } from './backup-codes-health.tsx';
import { EnrollmentRate } from './enrollment-rate.tsx';
import { Freshness } from './freshness.tsx';
import { RecentEnrollments } from './recent-enrollments.tsx';
import { RolesWithout } from './roles-without.tsx';
import { StatusBreakdown } from './status-breakdown.tsx';

/** 1.09: read again so often, while somebody looks. */
const everyMilliseconds = 5_000;

const whole = { colspan: 12 };
const half = { colspan: { default: 12, s: 6 } };

/** 1.02-1.09: five widgets that follow what happens, and change nothing. */
export default function OverviewTab() {
  const { data, error, dataUpdatedAt } = useQuery({
    queryKey: ['overview'],
    queryFn: getOverview,
    refetchInterval: everyMilliseconds,
  });
  if (!data) return error ? <ProblemAlert problem={error} /> : <Loading />;
  return (
    <SpaceBetween size="s">
      <Freshness readAt={dataUpdatedAt} stale={error !== null} />
      <ProblemAlert problem={error} />
      <Grid gridDefinition={[half, half, whole, half, half]}>
        <EnrollmentRate {...data.enrollmentRate} />
        <StatusBreakdown {...data.statusBreakdown} />
        <BackupCodesHealth {...data.backupCodesHealth} />
        <RecentEnrollments rows={data.recentEnrollments} />
        <RolesWithout rows={data.rolesWithoutTwoFactor} />
      </Grid>
    </SpaceBetween>
  );
}
