import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import { useRef, useState } from 'react';
import { downloadText } from '../../../shared/download.ts';
import { eventTexts } from '../../../shared/event-texts.ts';
import { eventTitle } from '../../../shared/events/event-texts.ts';
import { language } from '../../../shared/language.ts';
import { type AuditEvent, type EventFilter, listEvents } from '../../api/events.ts';
import { csvFile } from '../../parts/csv.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { eventDetails } from '../../parts/events/details.ts';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { partTexts } from '../../parts/texts.ts';
import { useNotify } from '../../shell/notices.tsx';
import { readAll } from './read-all.ts';
import { auditTexts as texts } from './texts.ts';

const { columns, exporting } = texts;
const pageSize = 100;

/** What is filtered, all pages of it, as a file for a spreadsheet. */
export function ExportEvents({ filter }: { readonly filter: EventFilter }) {
  const [count, setCount] = useState<number>();
  const [problem, setProblem] = useState<unknown>();
  const running = useRef<AbortController>(undefined);
  const notify = useNotify();

  const close = () => {
    running.current?.abort();
    setCount(undefined);
    setProblem(undefined);
  };

  const start = async () => {
    const run = new AbortController();
    running.current = run;
    setCount(0);
    try {
      const read = (cursor: string | undefined) =>
        listEvents(filter, { cursor, limit: pageSize, signal: run.signal });
      const events = await readAll(read, setCount);
      if (run.signal.aborted) return;
      downloadText(exporting.fileName, csvFile([heading, ...events.map(rowOf)]), 'text/csv');
      notify({ type: 'success', content: exporting.done(events.length) });
      close();
    } catch (error) {
      if (!run.signal.aborted) setProblem(error);
    }
  };

  return (
    <>
      <Button iconName="download" onClick={start}>
        {texts.export}
      </Button>
      {count !== undefined && (
        <Dialog
          title={exporting.title}
          close={partTexts.cancel}
          onClose={close}
          button={<Button onClick={close}>{problem ? partTexts.close : partTexts.cancel}</Button>}
        >
          <SpaceBetween size="m">
            {problem ? <ProblemAlert problem={problem} /> : <Spinner />}
            <div role="status">{exporting.read(count)}</div>
          </SpaceBetween>
        </Dialog>
      )}
    </>
  );
}

const heading = [
  ...[columns.at, columns.event, columns.type, columns.actor, columns.user, columns.reason, columns.details],
];

const rowOf = ({ at, type, actor, userId, reason, details }: AuditEvent) => [
  ...[at, eventTitle(eventTexts[language], type), type, actor, userId, reason],
  eventDetails(details)
    .map(({ label, value }) => `${label}: ${value}`)
    .join(' | '),
];
