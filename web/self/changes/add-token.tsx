import { useState } from 'preact/hooks';
import { Heading } from '../../shared/preact/heading.tsx';
import { RequestForm } from '../../shared/preact/request-form.tsx';
import type { Started } from '../api.ts';
import { contactOf, freshTokens, offeredTypes, typed, typedCode } from '../entries.ts';
import { explain } from '../explain.ts';
import { Back } from '../parts/back.tsx';
import { FreshCode } from '../parts/fresh-code.tsx';
import { texts } from '../texts/index.ts';
import type { Visit } from '../view.ts';
import { FirstCode } from './first-code.tsx';
import { NoToken } from './no-token.tsx';

const { add } = texts;

/** Another authenticator: which kind, a fresh code of an existing one, then its own first code. */
export function AddToken(visit: Visit) {
  const { api, own, done } = visit;
  const offered = offeredTypes(own);
  const [kind, setKind] = useState(offered[0]);
  const [started, setStarted] = useState<Started>();
  if (started) return <FirstCode {...visit} started={started} />;
  if (!kind) return <NoToken onBack={() => done()} lead={texts.trouble.notNow} />;

  const send = async (entered: FormData): Promise<string | undefined> => {
    const code = typedCode(entered);
    if (!code && freshTokens(own).length > 0) return texts.fresh.incomplete;
    const answer = await api.add({
      type: kind.type,
      ...contactOf(entered),
      label: typed(entered, 'label') || undefined,
      code,
    });
    if ('refusal' in answer) return explain(answer.refusal);
    setStarted(answer.value);
    return undefined;
  };

  return (
    <>
      <Heading>{own.tokens.length > 0 ? texts.tokens.addAnother : texts.tokens.add}</Heading>
      <RequestForm action={add.action} onSend={send}>
        <fieldset>
          <legend>{add.kind}</legend>
          {offered.map((one) => (
            <label key={one.type} class="choice">
              <input
                type="radio"
                name="kind"
                checked={one.type === kind.type}
                onChange={() => setKind(one)}
              />
              {one.offer}
            </label>
          ))}
        </fieldset>
        {kind.contacts.includes('phone') && <Field name="phone" label={add.phone} />}
        {kind.contacts.includes('email') && <Field name="email" label={add.email} />}
        <Field name="label" label={add.label} />
        <FreshCode api={api} own={own} />
      </RequestForm>
      <Back onBack={() => done()} />
    </>
  );
}

interface FieldProps {
  readonly name: 'phone' | 'email' | 'label';
  readonly label: string;
}

const completions = { phone: 'tel', email: 'email', label: 'off' } as const;
const keyboards = { phone: 'tel', email: 'email', label: 'text' } as const;

function Field({ name, label }: FieldProps) {
  return (
    <>
      <label for={name}>{label}</label>
      <input
        id={name}
        name={name}
        class="words"
        inputMode={keyboards[name]}
        maxLength={name === 'label' ? 60 : 254}
        autoComplete={completions[name]}
        aria-describedby="trouble"
      />
    </>
  );
}
