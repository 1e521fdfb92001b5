import Button from '@cloudscape-design/components/button';
import ColumnLayout from '@cloudscape-design/components/column-layout';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import {
  getImpact,
  type Impact,
  type Ranges,
  type SettingName,
  type Settings,
} from '../../../api/settings.ts';
import { fieldError, ProblemAlert } from '../../../parts/problem-alert.tsx';
import { Unsaved } from '../../../parts/unsaved.tsx';
import { useAction } from '../../../parts/use-action.ts';
import { useNotify } from '../../../shell/notices.tsx';
import { changeOf, type Drafts, draftOf, faultOf } from './draft.ts';
import { groups } from './groups.ts';
import { Review } from './review.tsx';
import { SettingField } from './setting-field.tsx';
import { settingsTexts as texts } from './texts.ts';

interface Props {
  readonly settings: Settings;
  readonly ranges: Ranges;
}

/** What was touched stands here until it is saved; what was not follows the service. */
export function SettingsForm({ settings, ranges }: Props) {
  const [drafts, setDrafts] = useState<Drafts>({});
  const [impacts, setImpacts] = useState<readonly Impact[]>();
  const queries = useQueryClient();
  const notify = useNotify();
  const change = changeOf(settings, drafts);
  const changes = Object.keys(change).length;
  const faults = (Object.keys(change) as SettingName[]).filter((name) =>
    faultOf(change[name] ?? Number.NaN, ranges[name]),
  ).length;
  const review = useAction(getImpact, {
    done: (answer) => {
      if (answer.length > 0) return setImpacts(answer);
      notify({ type: 'info', content: texts.nothing });
      finish();
    },
  });
  const finish = (saved?: Settings) => {
    setImpacts(undefined);
    setDrafts({});
    review.clear();
    if (saved) queries.setQueryData(['settings'], saved);
    else void queries.invalidateQueries({ queryKey: ['settings'] });
  };
  return (
    <>
      <SpaceBetween size="l">
        <ProblemAlert problem={review.problem} shownAtFields={Object.keys(settings)} />
        {groups.map((group) => (
          <Container key={group.id} header={<Header variant="h2">{texts.groups[group.id]}</Header>}>
            <ColumnLayout columns={2}>
              {group.settings.map((name: SettingName) => (
                <SettingField
                  key={name}
                  name={name}
                  range={ranges[name]}
                  draft={drafts[name] ?? draftOf(name, settings[name], ranges[name])}
                  refusal={fieldError(review.problem, name)}
                  onChange={(draft) => {
                    review.clear();
                    setDrafts({ ...drafts, [name]: draft });
                  }}
                />
              ))}
            </ColumnLayout>
          </Container>
        ))}
      </SpaceBetween>
      {changes > 0 && (
        <section className="save-bar" aria-label={texts.bar}>
          <Unsaved />
          <StatusIndicator type={faults > 0 ? 'error' : 'info'}>
            {faults > 0 ? texts.unsafe(faults) : texts.unsaved(changes)}
          </StatusIndicator>
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={() => finish()}>
              {texts.discard}
            </Button>
            <Button
              variant="primary"
              disabled={faults > 0}
              loading={review.busy}
              onClick={() => review.run(change)}
            >
              {texts.review}
            </Button>
          </SpaceBetween>
        </section>
      )}
      {impacts && (
        <Review
          settings={settings}
          change={change}
          impacts={impacts}
          onSaved={finish}
          onCancel={() => setImpacts(undefined)}
        />
      )}
    </>
  );
}
