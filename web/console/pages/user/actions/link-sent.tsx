import Alert from '@cloudscape-design/components/alert';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { SentLink } from '../../../api/totp.ts';
import { Time } from '../../../parts/time.tsx';
import { actionTexts } from './texts.ts';

const { link: texts } = actionTexts;

/** Where a setup link went, and the PIN that opens it. */
export function LinkSent({ link: { destination, expiresAt, sharesKey, pin } }: { readonly link: SentLink }) {
  return (
    <SpaceBetween size="m">
      <Alert type="success">{texts.sent}</Alert>
      {sharesKey && <div>{texts.sharesKey}</div>}
      <KeyValuePairs
        columns={1}
        items={[
          { label: texts.to, value: destination },
          { label: texts.expires, value: <Time at={expiresAt} /> },
          ...(pin
            ? [
                {
                  label: texts.pinLabel,
                  value: (
                    <>
                      <code className="key" translate="no">
                        {pin}
                      </code>
                      <div>{texts.pinHandOver}</div>
                    </>
                  ),
                },
              ]
            : []),
        ]}
      />
    </SpaceBetween>
  );
}
