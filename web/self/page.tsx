import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import type { Refusal } from '../shared/preact/request.ts';
import type { Session } from '../shared/sign-in.ts';
import { apiOf, type Own } from './api.ts';
import type { Change } from './changes/change.tsx';
import { explain } from './explain.ts';
import { Home } from './home/home.tsx';
import { Trouble } from './parts/trouble.tsx';
import { texts } from './texts/index.ts';
import { useView, type Visit } from './view.ts';

const { trouble } = texts;
const reload = () => location.reload();

/** A person's own page: how they stand, and one change at a time. */
export function Page({ session }: { readonly session: Session }) {
  const [ended, setEnded] = useState(false);
  const api = useMemo(() => apiOf(session.accessToken, () => setEnded(true)), [session]);
  const [own, setOwn] = useState<Own>();
  const [refusal, setRefusal] = useState<Refusal>();
  const { view, open, leave, guard } = useView();

  const [Changing, setChanging] = useState<typeof Change>();
  const isHome = view.name === 'home';
  useEffect(() => {
    if (isHome) return;
    import('./changes/change.tsx').then(
      ({ Change }) => setChanging(() => Change),
      () => setRefusal({ code: 'offline' }),
    );
  }, [isHome]);

  const load = useCallback(async () => {
    const answer = await api.read();
    if ('refusal' in answer) setRefusal(answer.refusal);
    else setOwn(answer.value);
  }, [api]);
  useEffect(() => void load(), [load]);

  if (ended) return <Trouble {...trouble.ended} action={trouble.signInAgain} onAction={reload} />;
  if (refusal?.code === 'user-not-found') {
    return <Trouble {...trouble.notRegistered} action={texts.signOut} onAction={session.signOut} />;
  }
  if (refusal) {
    return <Trouble {...trouble.failed} lead={explain(refusal)} action={trouble.again} onAction={reload} />;
  }
  if (!own) return <p role="status">{texts.loading}</p>;

  const visit: Visit = { api, own, guard, done: (said) => void load().then(() => leave(said)) };
  if (view.name === 'home') {
    return <Home {...visit} said={view.said} onSignOut={session.signOut} open={open} />;
  }
  return Changing ? <Changing {...visit} view={view} /> : <p role="status">{texts.loading}</p>;
}
