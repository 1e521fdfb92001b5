import { useState } from 'preact/hooks';
import { Heading } from '../../shared/preact/heading.tsx';
import { RequestForm } from '../../shared/preact/request-form.tsx';
import { typedCode } from '../entries.ts';
import { explain } from '../explain.ts';
import { Back } from '../parts/back.tsx';
import { FreshCode } from '../parts/fresh-code.tsx';
import { KeepCodes } from '../parts/keep-codes.tsx';
import { texts } from '../texts/index.ts';
import type { Visit } from '../view.ts';

const { codes } = texts;

/** 1.15: a new set, shown once; the old one dies. */
export function RecreateCodes(visit: Visit) {
  const { api, own, done } = visit;
  const [backupCodes, setBackupCodes] = useState<readonly string[]>();
  if (backupCodes) return <KeepCodes {...visit} lead={codes.newLead} backupCodes={backupCodes} />;

  const send = async (entered: FormData): Promise<string | undefined> => {
    const code = typedCode(entered);
    if (!code) return texts.fresh.incomplete;
    const answer = await api.recreateCodes(code);
    if ('refusal' in answer) return explain(answer.refusal);
    setBackupCodes(answer.value.backupCodes);
    return undefined;
  };

  return (
    <>
      <Heading>{codes.action}</Heading>
      <p>{codes.dies}</p>
      <RequestForm action={codes.action} onSend={send}>
        <FreshCode api={api} own={own} />
      </RequestForm>
      <Back onBack={() => done()} />
    </>
  );
}
