import ColumnLayout from '@cloudscape-design/components/column-layout';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQuery } from '@tanstack/react-query';
import { formatNumber, withLocalTimes } from '../../../../shared/format.ts';
import { getStatus } from '../../../api/accounts.ts';
import type { User } from '../../../api/users.ts';
import { ProblemAlert } from '../../../parts/problem-alert.tsx';
import { partTexts } from '../../../parts/texts.ts';
import { Time } from '../../../parts/time.tsx';
import { Loading } from '../../../shell/messages.tsx';
import { DiagnosisPanel } from './diagnosis-panel.tsx';
import { statusTexts as texts } from './texts.ts';

/** Seed 000's display, and beside it what to do if the user cannot sign in. */
export function StatusTab({ user }: { readonly user: User }) {
  return (
    <SpaceBetween size="l">
      <ColumnLayout columns={2} minColumnWidth={320}>
        <StatusDisplay userId={user.userId} />
        <Account user={user} />
      </ColumnLayout>
      <DiagnosisPanel user={user} />
    </SpaceBetween>
  );
}

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The attributes that the service gives, in its order and its words (seed 000). */
function StatusDisplay({ userId }: { readonly userId: string }) {
  const { data, error } = useQuery({
    queryKey: ['user', userId, 'status'],
    queryFn: () => getStatus(userId),
  });
  return (
    <Container
      header={
        <Header variant="h2" description={texts.zone(zone)}>
          {texts.status}
        </Header>
      }
    >
      <ProblemAlert problem={error} />
      {!data && !error && <Loading />}
      {data?.attributes.length === 0 && texts.notRequired}
      {data && data.attributes.length > 0 && (
        <KeyValuePairs
          columns={1}
          items={data.attributes.map(({ label, value }) => ({ label, value: withLocalTimes(value) }))}
        />
      )}
    </Container>
  );
}

function Account({ user }: { readonly user: User }) {
  const { roles = [], backupCodesRemaining: codes } = user;
  return (
    <Container header={<Header variant="h2">{texts.account}</Header>}>
      <KeyValuePairs
        columns={2}
        items={[
          { label: texts.class, value: user.class ?? '*DFT' },
          { label: texts.roles, value: roles.length > 0 ? roles.join(', ') : partTexts.none },
          { label: texts.required, value: user.twoFactorRequired ? partTexts.yes : partTexts.no },
          { label: texts.backupCodes, value: codes === null ? partTexts.none : formatNumber(codes) },
          { label: texts.updated, value: <Time at={user.updatedAt} /> },
          { label: texts.used, value: <Time at={user.lastUsedAt} otherwise={partTexts.never} /> },
        ]}
      />
    </Container>
  );
}
