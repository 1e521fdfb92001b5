import Container from '@cloudscape-design/components/container';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import type { User } from '../../../api/users.ts';
import { partTexts } from '../../../parts/texts.ts';
import { optionalTexts } from '../../person-form/rules.ts';
import { personTexts } from '../../person-form/texts.ts';
import { LastUpdateUsed } from './last-update-used.tsx';
import { personTabTexts } from './texts.ts';

const { labels } = personTexts;

export function PersonDisplay({ user }: { readonly user: User }) {
  const { roles = [] } = user;
  return (
    <Container>
      <KeyValuePairs
        columns={3}
        items={[
          { label: labels.userId, value: user.userId },
          { label: labels.displayName, value: user.displayName },
          { label: labels.email, value: user.email },
          ...optionalTexts.map((name) => ({ label: labels[name], value: user[name] ?? partTexts.none })),
          { label: labels.class, value: user.class ?? '*DFT' },
          { label: labels.roles, value: roles.length > 0 ? roles.join(', ') : partTexts.none },
          {
            label: personTexts.twoFactorRequired,
            value: user.twoFactorRequired ? partTexts.yes : partTexts.no,
          },
          { label: personTexts.active, value: user.active ? partTexts.yes : partTexts.no },
          { label: personTabTexts.updatedUsed, value: <LastUpdateUsed user={user} /> },
        ]}
      />
    </Container>
  );
}
