import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Reset } from '../../../api/accounts.ts';
import { getUser, type User } from '../../../api/users.ts';
import { OutOfReach } from '../../../parts/for-user.tsx';
import { ProblemAlert } from '../../../parts/problem-alert.tsx';
import { useNotify } from '../../../shell/notices.tsx';
import { usePlaceQuery } from '../../../shell/place.ts';
import { AfterReset } from './after-reset.tsx';
import { PickedUser } from './picked-user.tsx';
import { ResetDialog } from './reset-dialog.tsx';
import { resetTexts as texts } from './texts.ts';
import { UserSearch } from './user-search.tsx';

/** 1.10-1.14, 1.20. The address names the picked user, so that other screens lead here: `?userId=ada`. */
export default function ResetTab() {
  const [place, setPlace] = usePlaceQuery();
  const userId = place.get('userId') ?? undefined;
  const [asking, setAsking] = useState(false);
  const [last, setLast] = useState<{ user: User; reset: Reset }>();
  const notify = useNotify();
  const { data, error } = useQuery({
    queryKey: ['user', userId],
    queryFn: () => getUser(userId ?? ''),
    enabled: userId !== undefined,
  });
  const user = userId === undefined ? undefined : data;
  const pick = (picked: string | undefined) => {
    setLast(undefined);
    setPlace({ userId: picked });
  };
  const done = (person: User) => (reset: Reset) => {
    setAsking(false);
    setPlace({ userId: undefined });
    setLast({ user: person, reset });
    notify({ type: 'success', content: texts.done(person.displayName) });
  };
  return (
    <Container
      header={
        <Header variant="h2" description={texts.hint}>
          {texts.title}
        </Header>
      }
    >
      <SpaceBetween size="l">
        <Alert type="warning" header={texts.verify.title}>
          {texts.verify.text}
        </Alert>
        <FormField label={texts.user}>
          <UserSearch key={last ? 'again' : 'first'} user={user} onPick={pick} />
        </FormField>
        {userId !== undefined && <ProblemAlert problem={error} />}
        {user && <PickedUser user={user} />}
        {user && <OutOfReach user={user} />}
        <Button variant="primary" disabled={!user?.mayChange} onClick={() => setAsking(true)}>
          {texts.reset}
        </Button>
        {last && <AfterReset {...last} onClose={() => setLast(undefined)} />}
      </SpaceBetween>
      {asking && user && <ResetDialog user={user} onDone={done(user)} onCancel={() => setAsking(false)} />}
    </Container>
  );
}
