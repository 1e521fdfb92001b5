import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQuery } from '@tanstack/react-query';
import { type ComponentType, useState } from 'react';
import { listTokens } from '../../../api/tokens.ts';
import type { User } from '../../../api/users.ts';
import { ProblemAlert } from '../../../parts/problem-alert.tsx';
import { useOperator } from '../../../shell/operator.tsx';
import { SendLinkDialog } from '../actions/send-link-dialog.tsx';
import { CreateKeyDialog } from './create-key-dialog.tsx';
import { RecreateDialog } from './recreate-dialog.tsx';
import { DisplayKeyDialog, DisplayQrDialog } from './reveal-dialog.tsx';
import { totpTexts as texts } from './texts.ts';

export interface TotpDialogProps {
  readonly user: User;
  /** Whether there is a key; `undefined` for whom it is not to see. */
  readonly keyExists: boolean | undefined;
  onClose(): void;
}

/** Seed 003's menu, in its order. */
const items = [
  { id: 'create', privilege: 'tokens:write', dialog: CreateKeyDialog },
  { id: 'recreate', privilege: 'backup-codes:recreate', dialog: RecreateDialog },
  { id: 'display', privilege: 'secrets:reveal', dialog: DisplayKeyDialog },
  { id: 'qr', privilege: 'secrets:reveal', dialog: DisplayQrDialog },
  { id: 'link', privilege: 'links:send', dialog: SendLinkDialog },
] as const satisfies readonly {
  id: keyof typeof texts.items;
  privilege: string;
  dialog: ComponentType<TotpDialogProps>;
}[];

type Item = (typeof items)[number];

/** 3.12 to 3.16: what operators do with the key of a person. */
export function TotpTab({ user }: { readonly user: User }) {
  const { may } = useOperator();
  const [chosen, choose] = useState<Item>();
  const { data, error } = useQuery({
    queryKey: ['user', user.userId, 'tokens'],
    queryFn: () => listTokens(user.userId),
    enabled: may('tokens:read'),
  });
  const offered = items.filter(({ privilege }) => may(privilege));
  const key = data?.items.find(({ type }) => type === 'totp');
  const Dialog = chosen?.dialog;
  return (
    <Container header={<Header variant="h2">{texts.title(user.displayName)}</Header>}>
      <SpaceBetween size="m">
        <ProblemAlert problem={error} />
        {data && <Box variant="p">{stateOf(key?.status)}</Box>}
        {offered.length > 0 && (
          <ol className="steps">
            {offered.map((item) => (
              <li key={item.id}>
                <Button variant="inline-link" onClick={() => choose(item)}>
                  {texts.items[item.id]}
                </Button>
                <Box variant="small" display="block">
                  {texts.hints[item.id]}
                </Box>
              </li>
            ))}
          </ol>
        )}
      </SpaceBetween>
      {Dialog && (
        <Dialog user={user} keyExists={data && key !== undefined} onClose={() => choose(undefined)} />
      )}
    </Container>
  );
}

function stateOf(status: string | undefined): string {
  if (status === undefined) return texts.none;
  if (status === 'PENDING') return texts.pending;
  return status === 'ACTIVE' ? texts.active : texts.disabled;
}
