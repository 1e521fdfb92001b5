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
import type { TotpDialogProps } from './dialog-props.ts';
import { hindranceOf, type Item, items, privileges } from './menu.ts';
import { RecreateDialog } from './recreate-dialog.tsx';
import { DisplayKeyDialog, DisplayQrDialog } from './reveal-dialog.tsx';
import { totpTexts as texts } from './texts.ts';

const dialogs: Readonly<Record<Item, ComponentType<TotpDialogProps>>> = {
  create: CreateKeyDialog,
  recreate: RecreateDialog,
  display: DisplayKeyDialog,
  qr: DisplayQrDialog,
  link: SendLinkDialog,
};

/** 3.12 to 3.16: what operators do with the key of a person. */
export function TotpTab({ user }: { readonly user: User }) {
  const { may } = useOperator();
  const [chosen, choose] = useState<Item>();
  const { data, error } = useQuery({
    queryKey: ['user', user.userId, 'tokens'],
    queryFn: () => listTokens(user.userId),
    enabled: may('tokens:read'),
  });
  const offered = items.filter((item) => may(privileges[item]));
  const key = data?.items.find(({ totpKey }) => totpKey);
  const keyExists = data && key !== undefined;
  const Dialog = chosen && dialogs[chosen];
  return (
    <Container header={<Header variant="h2">{texts.title(user.displayName)}</Header>}>
      <SpaceBetween size="m">
        <ProblemAlert problem={error} />
        {data && <Box variant="p">{stateOf(key?.status)}</Box>}
        {offered.length > 0 && (
          <ol className="steps">
            {offered.map((item) => {
              const hindrance = hindranceOf(item, user, data && (key?.status ?? 'none'));
              return (
                <li key={item}>
                  <Button
                    variant="inline-link"
                    disabled={hindrance !== undefined}
                    onClick={() => choose(item)}
                  >
                    {texts.items[item]}
                  </Button>
                  <Box variant="small" display="block">
                    {hindrance ? texts.hindrances[hindrance] : texts.hints[item]}
                  </Box>
                </li>
              );
            })}
          </ol>
        )}
        <Box variant="p" color="text-body-secondary">
          {texts.emergencyTokens}
        </Box>
      </SpaceBetween>
      {Dialog && <Dialog user={user} keyExists={keyExists} onClose={() => choose(undefined)} />}
    </Container>
  );
}

function stateOf(status: string | undefined): string {
  if (status === undefined) return texts.none;
  if (status === 'PENDING') return texts.pending;
  return status === 'ACTIVE' ? texts.active : texts.disabled;
}
