import Alert from '@cloudscape-design/components/alert';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { formatNumber } from '../../../../shared/format.ts';
import type { User } from '../../../api/users.ts';
import { StageStatus } from '../../../parts/stage.tsx';
import { partTexts } from '../../../parts/texts.ts';
import { Time } from '../../../parts/time.tsx';
import { UserLink } from '../../../parts/user-link.tsx';
import { AccountStatus } from '../../users/account-status.tsx';
import { resetTexts } from './texts.ts';

const { person: texts } = resetTexts;

/** The user about to be reset, with enough detail to tell two people with one name apart. */
export function PickedUser({ user }: { readonly user: User }) {
  const codes = user.backupCodesRemaining;
  return (
    <SpaceBetween size="m">
      <KeyValuePairs
        columns={3}
        items={[
          { label: texts.userId, value: <UserLink userId={user.userId} /> },
          { label: texts.email, value: user.email },
          { label: texts.account, value: <AccountStatus user={user} /> },
          { label: texts.stage, value: <StageStatus stage={user.stage} /> },
          { label: texts.enrolledAt, value: <Time at={user.enrolledAt} /> },
          { label: texts.codes, value: codes === null ? partTexts.none : formatNumber(codes) },
        ]}
      />
      {!user.enabled && <Alert type="warning">{resetTexts.disabled}</Alert>}
      {user.enabled && user.stage !== 'enrolled' && <Alert type="info">{resetTexts.nothing}</Alert>}
    </SpaceBetween>
  );
}
