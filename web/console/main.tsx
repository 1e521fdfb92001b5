import { I18nProvider } from '@cloudscape-design/components/i18n';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, StrictMode, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { language } from '../shared/language.ts';
import { reloadForNewerVersion } from '../shared/newer-version.ts';
import { type Session, SignInRefused, signIn } from '../shared/sign-in.ts';
import { ApiProblem, callWith, onSignInEnded } from './api/client.ts';
import { getOperator, type Operator } from './api/operator.ts';
import { followAppearance } from './shell/appearance.ts';
import { Console } from './shell/console.tsx';
import { Outside, SignInEnded } from './shell/messages.tsx';
import { NoticesProvider } from './shell/notices.tsx';
import { OperatorContext } from './shell/operator.tsx';
import { shellTexts } from './shell/texts.ts';

/** The components' own words. */
const componentTexts = {
  en: () => import('@cloudscape-design/components/i18n/messages/all.en'),
  de: () => import('@cloudscape-design/components/i18n/messages/all.de'),
};

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // A refusal is an answer: only what got none is asked again.
      retry: (failures, error) => failures < 2 && error instanceof ApiProblem && error.status === 0,
      staleTime: 2_000,
    },
  },
});

function App({ session, operator }: { readonly session: Session; readonly operator: Operator }) {
  const [ended, setEnded] = useState(false);
  useEffect(() => onSignInEnded(() => setEnded(true)), []);
  return (
    <OperatorContext.Provider value={operator}>
      <QueryClientProvider client={queries}>
        <NoticesProvider>
          <Console session={session} />
          {ended && <SignInEnded />}
        </NoticesProvider>
      </QueryClientProvider>
    </OperatorContext.Provider>
  );
}

async function start(): Promise<ReactNode> {
  const session = await signIn('/', 'operate');
  callWith(session);
  const operator = await getOperator().catch((error: unknown) => {
    if (error instanceof ApiProblem && error.status === 403) return undefined;
    throw error;
  });
  if (!operator) return <Outside reason="noOperator" onLeave={session.signOut} />;
  return <App session={session} operator={operator} />;
}

/** A refused user sees that; every other failure here is the service or the way to it. */
const outside = (error: unknown): ReactNode => (
  <Outside
    reason={error instanceof SignInRefused ? 'refused' : 'unreachable'}
    onLeave={() => location.assign('/')}
  />
);

document.documentElement.lang = language;
document.title = shellTexts.product;
followAppearance();
reloadForNewerVersion(window, Date.now);
const element = document.getElementById('console');
if (element) {
  const [messages, content] = await Promise.all([componentTexts[language](), start().catch(outside)]);
  createRoot(element).render(
    <StrictMode>
      <I18nProvider locale={language} messages={[messages.default]}>
        {content}
      </I18nProvider>
    </StrictMode>,
  );
}
