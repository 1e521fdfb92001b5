import { useState } from 'preact/hooks';
import { Heading } from '../../shared/preact/heading.tsx';
import { Key } from '../../shared/preact/key.tsx';
import { RequestForm } from '../../shared/preact/request-form.tsx';
import { stepTexts } from '../../shared/preact/step-texts.ts';
import type { Started } from '../api.ts';
import { typedCode } from '../entries.ts';
import { explain } from '../explain.ts';
import { Back } from '../parts/back.tsx';
import { CodeField } from '../parts/code-field.tsx';
import { KeepCodes } from '../parts/keep-codes.tsx';
import { texts } from '../texts/index.ts';
import type { Visit } from '../view.ts';

const { confirm } = texts;

interface Props extends Visit {
  readonly started: Pick<Started, 'tokenId' | 'secret' | 'otpauthUri' | 'qrCodeSvg' | 'sent'>;
  /** The person's name for it, if it was started earlier and is not shown any more. */
  readonly name?: string;
}

/** A new token proves itself by its first code. The first one of all brings backup codes. */
export function FirstCode({ started, name = '', ...visit }: Props) {
  const { api, done } = visit;
  const { tokenId, secret, otpauthUri, qrCodeSvg, sent } = started;
  const [backupCodes, setBackupCodes] = useState<readonly string[]>();
  if (backupCodes) {
    return (
      <KeepCodes {...visit} lead={texts.codes.firstLead} backupCodes={backupCodes} said={texts.add.added} />
    );
  }

  const send = async (entered: FormData): Promise<string | undefined> => {
    const code = typedCode(entered);
    if (!code) return texts.fresh.incomplete;
    const answer = await api.confirm(tokenId, code);
    if ('refusal' in answer) {
      return answer.refusal.code === 'token-not-found' ? confirm.gone : explain(answer.refusal);
    }
    if (answer.value.backupCodes.length > 0) setBackupCodes(answer.value.backupCodes);
    else done(texts.add.added);
    return undefined;
  };

  return (
    <>
      <Heading>{secret ? confirm.app : confirm.code}</Heading>
      {secret && otpauthUri && qrCodeSvg ? (
        <>
          <Key secret={secret} otpauthUri={otpauthUri} qrCodeSvg={qrCodeSvg} />
          <h2>{confirm.enter}</h2>
        </>
      ) : (
        <p>{sent ? confirm.sent(sent.destination) : confirm.waiting(name)}</p>
      )}
      <RequestForm action={stepTexts.confirm} onSend={send}>
        <CodeField label={secret ? stepTexts.codeFromApp : confirm.code} />
      </RequestForm>
      <Back onBack={() => done()} />
    </>
  );
}
