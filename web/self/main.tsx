import { render } from 'preact';
import { language } from '../shared/language.ts';
import { reloadForNewerVersion } from '../shared/newer-version.ts';
import { signIn } from '../shared/sign-in.ts';
import { Page } from './page.tsx';
import { Trouble } from './parts/trouble.tsx';
import { texts } from './texts/index.ts';

document.documentElement.lang = language;
document.title = texts.title;
reloadForNewerVersion(window, Date.now);
const page = document.getElementById('page');
if (page) {
  const session = await signIn('/me', 'self').catch(() => undefined);
  const { refused, again } = texts.trouble;
  render(
    session ? (
      <Page session={session} />
    ) : (
      <Trouble {...refused} action={again} onAction={() => location.assign('/me')} />
    ),
    page,
  );
}
