import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { Provider } from '../../api/providers.ts';
import { partTexts } from '../../parts/texts.ts';
import { newSigningKey } from './provider-form.ts';
import { providersTexts } from './texts.ts';

const texts = providersTexts.form;

interface Props {
  readonly kind: Provider['kind'];
  readonly value: string;
  readonly stored: boolean;
  readonly error: string | undefined;
  onChange(secret: string): void;
}

/** What is shared with the provider: entered or made, and never shown once it is stored. */
export function SecretField({ kind, value, stored, error, onChange }: Props) {
  const [made, setMade] = useState('');
  const make = () => {
    const key = newSigningKey();
    setMade(key);
    onChange(key);
  };
  return (
    <SpaceBetween size="s">
      <FormField
        label={texts.secret[kind]}
        description={`${texts.secretHint[kind]} ${stored ? texts.secretKept : ''}`}
        errorText={error}
        secondaryControl={
          kind === 'https' && (
            <Button formAction="none" onClick={make}>
              {texts.generate}
            </Button>
          )
        }
      >
        <Input
          type="password"
          autoComplete={false}
          value={value}
          onChange={({ detail }) => onChange(detail.value)}
        />
      </FormField>
      {made !== '' && made === value && (
        <Alert type="warning" header={texts.made}>
          <SpaceBetween direction="horizontal" size="xs" alignItems="center">
            <code className="key" translate="no">
              {made}
            </code>
            <CopyToClipboard
              textToCopy={made}
              copyButtonText={partTexts.copy}
              copySuccessText={partTexts.copied}
              copyErrorText={partTexts.notCopied}
            />
          </SpaceBetween>
        </Alert>
      )}
    </SpaceBetween>
  );
}
