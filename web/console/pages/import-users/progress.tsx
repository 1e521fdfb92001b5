import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { downloadText } from '../../../shared/download.ts';
import { formatNumber } from '../../../shared/format.ts';
import { ApiProblem } from '../../api/client.ts';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { Progress } from '../../parts/progress.tsx';
import { type RefusedRow, refusedCsv } from './rules.ts';
import { importTexts as texts } from './texts.ts';
import type { Run } from './use-import.ts';

const alertOf = { done: 'success', cancelled: 'info', failed: 'error' } as const;

/** How far an import is, how it ended, and what it refused. */
export function ImportProgress({ run }: { readonly run: Run }) {
  const { state, progress, total, refused, problem } = run;
  const share = total === 0 ? 0 : (progress.rows / total) * 100;
  const empty = state === 'done' && total === 0;
  return (
    <SpaceBetween size="l">
      <Container>
        <SpaceBetween size="m">
          {state !== 'running' && (
            <Alert type={empty ? 'warning' : alertOf[state]}>
              {empty ? texts.empty : texts.state[state]}
            </Alert>
          )}
          {problem !== undefined && <Broken problem={problem} />}
          <Progress
            value={state === 'done' ? 100 : share}
            label={texts.state.running}
            of={texts.progress(formatNumber(progress.rows), formatNumber(total))}
            status={state === 'running' ? 'in-progress' : state === 'done' ? 'success' : 'error'}
            {...(state !== 'running' && {
              resultText: texts.progress(formatNumber(progress.rows), formatNumber(total)),
            })}
          />
          <KeyValuePairs
            columns={3}
            items={[
              { label: texts.created, value: formatNumber(progress.created) },
              { label: texts.unchanged, value: formatNumber(progress.unchanged) },
              { label: texts.refused, value: formatNumber(progress.refused) },
            ]}
          />
        </SpaceBetween>
      </Container>
      {refused.length > 0 && <Refusals rows={refused} />}
    </SpaceBetween>
  );
}

function Broken({ problem }: { readonly problem: unknown }) {
  if (problem instanceof ApiProblem) return <ProblemAlert problem={problem} />;
  return <Alert type="error">{texts.unreadable}</Alert>;
}

const mostShown = 200;

function Refusals({ rows }: { readonly rows: readonly RefusedRow[] }) {
  const { refusals } = texts;
  return (
    <Table
      wrapLines
      items={rows.slice(0, mostShown)}
      trackBy={({ line }) => String(line)}
      ariaLabels={{ tableLabel: refusals.title }}
      header={
        <Header
          counter={`(${formatNumber(rows.length)})`}
          description={refusals.hint}
          actions={
            <Button
              iconName="download"
              onClick={() => downloadText('refused-rows.csv', refusedCsv(rows), 'text/csv')}
            >
              {refusals.download}
            </Button>
          }
        >
          {refusals.title}
        </Header>
      }
      footer={rows.length > mostShown ? refusals.more(formatNumber(mostShown)) : undefined}
      columnDefinitions={[
        { id: 'line', header: refusals.line, isRowHeader: true, width: 100, cell: ({ line }) => line },
        { id: 'reason', header: refusals.reason, cell: ({ reason }) => reason },
      ]}
    />
  );
}
