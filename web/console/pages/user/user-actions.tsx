import Button from '@cloudscape-design/components/button';
import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { User } from '../../api/users.ts';
import { useOperator } from '../../shell/operator.tsx';
import { go } from '../../shell/place.ts';
import { type AccountAction, offeredActions } from './account-actions.ts';
import { resetPlace } from './places.ts';
import { userTexts as texts } from './texts.ts';
import { useDiagnosis } from './use-diagnosis.ts';

const groups = {
  access: ['send-setup-link', 'enable', 'disable', 'reset'],
  exceptions: ['lost-token', 'end-lost-token', 'bypass', 'end-bypass'],
  person: ['rename', 'copy', 'delete'],
} as const satisfies Record<string, readonly AccountAction[]>;

interface Props {
  readonly user: User;
  onAsk(action: AccountAction): void;
}

/** What the operator may do with the account: what helps at once as a button, the rest in a menu. */
export function UserActions({ user, onAsk }: Props) {
  const { may } = useOperator();
  const { data } = useDiagnosis(user.userId);
  const offered = offeredActions(user, data?.findings.map(({ code }) => code) ?? [], may);
  const items = Object.entries(groups).flatMap(([group, actions]) => {
    const inGroup = actions.filter((action) => offered.includes(action));
    if (inGroup.length === 0) return [];
    const text = texts.groups[group as keyof typeof groups];
    return [{ text, items: inGroup.map((id) => ({ id, text: texts.action[id] })) }];
  });
  return (
    <SpaceBetween direction="horizontal" size="xs">
      {items.length > 0 && (
        <ButtonDropdown
          items={items}
          onItemClick={({ detail }) => {
            if (detail.id === 'reset') go(resetPlace(user.userId));
            else onAsk(detail.id as AccountAction);
          }}
        >
          {texts.actions}
        </ButtonDropdown>
      )}
      {offered.includes('restore-access') && (
        <Button variant="primary" onClick={() => onAsk('restore-access')}>
          {texts.action['restore-access']}
        </Button>
      )}
    </SpaceBetween>
  );
}
