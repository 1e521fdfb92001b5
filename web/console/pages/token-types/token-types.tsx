import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { listTokenTypes, type TokenType } from '../../api/token-types.ts';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { Screen } from '../../parts/screen.tsx';
import { partTexts } from '../../parts/texts.ts';
import { useOperator } from '../../shell/operator.tsx';
import { EditType } from './edit-type.tsx';
import type { ReplaceProps } from './replace-type.tsx';
import { tokenTypesTexts as texts } from './texts.ts';

const ReplaceType = lazy(() => import('./replace-type.tsx'));

/** 2.04, 2.13, N.10: the types of token, as the administrator has them. */
export default function TokenTypes() {
  const { may } = useOperator();
  const [edited, setEdited] = useState<TokenType>();
  const [replaced, setReplaced] = useState<Pick<ReplaceProps, 'type' | 'by'>>();
  const { data, error, isPending } = useQuery({ queryKey: ['token-types'], queryFn: listTokenTypes });
  const mayWrite = may('directory:write');
  const mayReplace = mayWrite && may('tokens:write');
  return (
    <Screen title={texts.title} description={texts.description}>
      <SpaceBetween size="m">
        <ProblemAlert problem={error} />
        <Table
          variant="container"
          items={data?.items ?? []}
          trackBy="type"
          loading={isPending}
          loadingText={partTexts.loading}
          ariaLabels={{ tableLabel: texts.title }}
          header={<Header>{texts.title}</Header>}
          columnDefinitions={[
            { id: 'name', header: texts.columns.name, isRowHeader: true, cell: ({ name }) => name },
            { id: 'type', header: texts.columns.type, cell: ({ type }) => <code>{type}</code> },
            {
              id: 'operators',
              header: texts.columns.operators,
              cell: ({ operatorCanEnroll }) => (operatorCanEnroll ? partTexts.yes : partTexts.no),
            },
            {
              id: 'state',
              header: texts.columns.state,
              cell: ({ obsolete }) => (
                <StatusIndicator type={obsolete ? 'warning' : 'success'}>
                  {obsolete ? texts.obsolete : texts.current}
                </StatusIndicator>
              ),
            },
            ...(mayWrite
              ? [
                  {
                    id: 'actions',
                    header: texts.columns.actions,
                    cell: (type: TokenType) => (
                      <SpaceBetween direction="horizontal" size="xs">
                        <Button ariaLabel={texts.editOf(type.name)} onClick={() => setEdited(type)}>
                          {texts.edit}
                        </Button>
                        {mayReplace &&
                          type.replaceableBy.map((by) => (
                            <Button
                              key={by.type}
                              ariaLabel={texts.replaceOf(type.name, by.name)}
                              onClick={() => setReplaced({ type, by })}
                            >
                              {texts.replace(by.name)}
                            </Button>
                          ))}
                      </SpaceBetween>
                    ),
                  },
                ]
              : []),
          ]}
        />
      </SpaceBetween>
      {edited && <EditType type={edited} onClose={() => setEdited(undefined)} />}
      <Suspense fallback={null}>
        {replaced && <ReplaceType {...replaced} onClose={() => setReplaced(undefined)} />}
      </Suspense>
    </Screen>
  );
}
