import { render } from 'preact';
import { language } from '../shared/language.ts';
import { takeLinkToken } from './link-token.ts';
import { Page } from './page.tsx';
import { texts } from './texts/index.ts';

let opened = 0;

function open(): void {
  const page = document.getElementById('page');
  if (page) render(<Page key={++opened} token={takeLinkToken()} />, page);
}

document.documentElement.lang = language;
document.title = texts.title;
open();
// A second link opened in the same tab changes the fragment only: the browser does not load the page again.
addEventListener('hashchange', () => location.hash && open());
