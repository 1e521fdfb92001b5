import Button from '@cloudscape-design/components/button';
import { useState } from 'react';
import { Router } from 'wouter';
import type { Session } from '../../shared/sign-in.ts';
import { Notices } from './notices.tsx';
import { usePath } from './place.ts';
import { Screens } from './screens.tsx';
import { SideBar } from './side-bar.tsx';
import { shellTexts as texts } from './texts.ts';
import { TopBar } from './top-bar.tsx';

const toContent = () => document.getElementById('content')?.focus();

/** The frame around every screen. On a narrow window the navigation waits behind a button. */
export function Console({ session }: { readonly session: Session }) {
  const [open, setOpen] = useState(false);
  return (
    <Router hook={usePath}>
      <button type="button" className="skip" onClick={toContent}>
        {texts.skip}
      </button>
      <div className="top">
        <TopBar session={session} />
      </div>
      <div className="frame">
        <div className="menu-button">
          <Button
            iconName="menu"
            ariaExpanded={open}
            ariaLabel={open ? texts.closeNavigation : texts.openNavigation}
            onClick={() => setOpen(!open)}
          />
        </div>
        <nav className={open ? 'side open' : 'side'} aria-label={texts.navigation}>
          <SideBar onFollow={() => setOpen(false)} />
        </nav>
        <main id="content" tabIndex={-1}>
          <div className="notices">
            <Notices />
          </div>
          <Screens />
        </main>
      </div>
    </Router>
  );
}
