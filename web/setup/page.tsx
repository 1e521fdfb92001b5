import { useRef, useState } from 'preact/hooks';
import type { Refusal } from '../shared/preact/request.ts';
import { confirm, type Details, openLink } from './api.ts';
import { KeepCodes } from './steps/keep-codes.tsx';
import { Message } from './steps/message.tsx';
import { Pin } from './steps/pin.tsx';
import { Setup } from './steps/setup.tsx';
import { Start } from './steps/start.tsx';
import { texts } from './texts/index.ts';

type Step =
  | { readonly name: 'start' | 'pin' | 'done' | 'gone' | 'unsure' | 'missing' }
  | { readonly name: 'setup'; readonly details: Details }
  | { readonly name: 'codes'; readonly details: Details; readonly backupCodes: readonly string[] };

/** The whole way of a setup link: start, PIN if one was set, app and code, backup codes. */
export function Page({ token }: { token: string | undefined }) {
  const [step, setStep] = useState<Step>({ name: token ? 'start' : 'missing' });
  const pin = useRef<string | undefined>(undefined);
  const attempt = useRef({ code: '', id: '', lost: false });

  const credentials = () => ({ token: token ?? '', ...(pin.current && { pin: pin.current }) });

  /** Refusals that lead to another step; the rest is shown where the visitor is. */
  function follow(refusal: Refusal): Refusal | undefined {
    const elsewhere = { 'link-not-found': 'gone', 'pin-required': 'pin' } as const;
    const name = elsewhere[refusal.code as keyof typeof elsewhere];
    if (!name || name === step.name) return refusal;
    setStep({ name });
    return undefined;
  }

  async function open(entered?: string): Promise<Refusal | undefined> {
    pin.current = entered;
    const answer = await openLink(credentials());
    if ('refusal' in answer) return follow(answer.refusal);
    setStep({ name: 'setup', details: answer.value });
    return undefined;
  }

  async function enter(details: Details, code: string): Promise<Refusal | undefined> {
    // The same code again is the same attempt: had only the answer been lost, it is given once more.
    const { lost } = attempt.current;
    if (attempt.current.code !== code) attempt.current = { code, id: crypto.randomUUID(), lost };
    const answer = await confirm(credentials(), code, attempt.current.id);
    if ('refusal' in answer) {
      const used = lost && answer.refusal.code === 'link-not-found';
      attempt.current.lost ||= answer.refusal.code === 'offline';
      return used ? void setStep({ name: 'unsure' }) : follow(answer.refusal);
    }
    setStep({ name: 'codes', details, backupCodes: answer.value.backupCodes });
    return undefined;
  }

  switch (step.name) {
    case 'start':
      return <Start onStart={() => open()} />;
    case 'pin':
      return <Pin onPin={open} />;
    case 'setup':
      return <Setup details={step.details} onCode={(code) => enter(step.details, code)} />;
    case 'codes':
      return <KeepCodes {...step} onDone={() => setStep({ name: 'done' })} />;
    case 'done':
      return <Message heading={texts.done.heading} lines={[texts.done.lead]} />;
    case 'gone':
      return (
        <Message
          heading={texts.gone.heading}
          lines={[texts.gone.lead, texts.gone.finished, texts.gone.next]}
        />
      );
    case 'unsure':
      return <Message heading={texts.unsure.heading} lines={[texts.unsure.lead, texts.unsure.next]} />;
    case 'missing':
      return <Message heading={texts.missing.heading} lines={[texts.missing.lead, texts.missing.next]} />;
  }
}
