import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Link from '@cloudscape-design/components/link';
import Spinner from '@cloudscape-design/components/spinner';
import { MessageDialog } from '../parts/message-dialog.tsx';
import { useArrival } from './arrival.ts';
import { shellTexts as texts } from './texts.ts';

const reload = () => location.reload();

export function Loading() {
  return (
    <Box padding="xl" textAlign="center" color="text-status-inactive">
      <Spinner size="big" />
      <Box>
        <span role="status">{texts.loading}</span>
      </Box>
    </Box>
  );
}

export function Forbidden({ privilege }: { readonly privilege: string | readonly string[] }) {
  const around = useArrival<HTMLDivElement>();
  return (
    <div ref={around}>
      <Alert type="warning" header={<h1 className="alert-title">{texts.forbidden.title}</h1>}>
        {texts.forbidden.text([privilege].flat())}
      </Alert>
    </div>
  );
}

export function NotFound() {
  const around = useArrival<HTMLDivElement>();
  return (
    <div ref={around}>
      <Alert type="info" header={<h1 className="alert-title">{texts.notFound.title}</h1>}>
        {texts.notFound.text} <Link href="#/">{texts.notFound.home}</Link>
      </Alert>
    </div>
  );
}

export function SignInEnded() {
  return (
    <MessageDialog title={texts.ended.title} close={texts.ended.again} onClose={reload}>
      {texts.ended.text}
    </MessageDialog>
  );
}

/** Instead of the console, when nobody is signed in, who is signed in is no operator, or nothing answers. */
export function Outside({ reason, onLeave }: { readonly reason: Reason; onLeave(): void }) {
  const { title, text, leave } = texts.outside[reason];
  return (
    <Box padding="xxl">
      <main>
        <Alert
          type="warning"
          header={<h1 className="alert-title">{title}</h1>}
          action={<Button onClick={onLeave}>{leave}</Button>}
        >
          {text} {reason === 'noOperator' && <Link href="/me">{texts.ownHint}</Link>}
        </Alert>
      </main>
    </Box>
  );
}

type Reason = keyof typeof texts.outside;
