import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { formatNumber } from '../../../../shared/format.ts';
import { changeSettings, type Impact, type Settings } from '../../../api/settings.ts';
import { Confirm } from '../../../parts/confirm.tsx';
import { useAction } from '../../../parts/use-action.ts';
import { useNotify } from '../../../shell/notices.tsx';
import { effectText, valueText } from './effects.ts';
import { settingsTexts } from './texts.ts';

const { dialog: texts } = settingsTexts;

interface Props {
  /** As they were when the operator edited them. */
  readonly settings: Settings;
  readonly change: Partial<Settings>;
  readonly impacts: readonly Impact[];
  onSaved(settings: Settings): void;
  onCancel(): void;
}

/** N.07: what each change does and to how many, before it is done. */
export function Review({ settings, change, impacts, onSaved, onCancel }: Props) {
  const notify = useNotify();
  const { run, busy, problem } = useAction(() => changeSettings(change), {
    refreshes: [['overview'], ['expiry'], ['user'], ['users']],
    done: (saved) => {
      notify({ type: 'success', content: settingsTexts.saved });
      onSaved(saved);
    },
  });
  const meanwhile = impacts.some(({ setting, from }) => from !== settings[setting]);
  return (
    <Confirm
      title={texts.title}
      action={texts.save}
      busy={busy}
      problem={problem}
      onConfirm={() => run(undefined)}
      onCancel={onCancel}
    >
      <SpaceBetween size="l">
        <div>{texts.text}</div>
        {meanwhile && <Alert type="warning">{texts.meanwhile}</Alert>}
        {impacts.map((impact) => (
          <ImpactOf key={impact.setting} impact={impact} />
        ))}
      </SpaceBetween>
    </Confirm>
  );
}

function ImpactOf({ impact }: { readonly impact: Impact }) {
  const { setting, from, to, users, atLeast, expiringAtOnce } = impact;
  const count = formatNumber(users);
  return (
    <SpaceBetween size="xs">
      <Box variant="h3" padding="n">
        {settingsTexts.settings[setting].label}
      </Box>
      <KeyValuePairs
        columns={3}
        items={[
          { label: texts.from, value: valueText(setting, from) },
          { label: texts.to, value: <b>{valueText(setting, to)}</b> },
          { label: texts.users, value: atLeast ? texts.atLeast(count) : count },
        ]}
      />
      {expiringAtOnce ? (
        <Alert type="warning" header={`${texts.expiring}: ${formatNumber(expiringAtOnce)}`}>
          {effectText(impact)}
        </Alert>
      ) : (
        <div>{effectText(impact)}</div>
      )}
    </SpaceBetween>
  );
}
