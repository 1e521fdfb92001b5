import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import type { Reset } from '../../../api/accounts.ts';
import type { User } from '../../../api/users.ts';
import { Time } from '../../../parts/time.tsx';
import { href } from '../../../shell/place.ts';
import { resetTexts } from './texts.ts';

const { after: texts } = resetTexts;

interface Props {
  readonly user: User;
  readonly reset: Reset;
  onClose(): void;
}

/** 1.12, 1.13, 1.19: what the operator tells the person now. */
export function AfterReset({ user, reset, onClose }: Props) {
  return (
    <Alert
      type="info"
      header={texts.title(user.displayName)}
      dismissible
      onDismiss={onClose}
      action={<Button href={href`/users/${user.userId}`}>{texts.open}</Button>}
    >
      <ul>
        <li>{texts.removed(reset.tokensRemoved, reset.backupCodesRemoved)}</li>
        <li>
          {texts.next}{' '}
          {reset.enrollmentExpiresAt ? (
            <>
              {texts.until} <Time at={reset.enrollmentExpiresAt} />.
            </>
          ) : (
            texts.unlimited
          )}
        </li>
        <li>{texts.lockout}</li>
        {!user.enabled && <li>{resetTexts.disabled}</li>}
      </ul>
    </Alert>
  );
}
