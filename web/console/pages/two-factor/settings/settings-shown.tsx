import Alert from '@cloudscape-design/components/alert';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { SettingName, Settings } from '../../../api/settings.ts';
import { valueText } from './effects.ts';
import { groups } from './groups.ts';
import { settingsTexts as texts } from './texts.ts';

/** For those who may look and not change. */
export function SettingsShown({ settings }: { readonly settings: Settings }) {
  return (
    <SpaceBetween size="l">
      <Alert type="info">{texts.readOnly}</Alert>
      {groups.map((group) => (
        <Container key={group.id} header={<Header variant="h2">{texts.groups[group.id]}</Header>}>
          <KeyValuePairs
            columns={2}
            items={group.settings.map((name: SettingName) => ({
              label: texts.settings[name].label,
              value: valueText(name, settings[name]),
            }))}
          />
        </Container>
      ))}
    </SpaceBetween>
  );
}
