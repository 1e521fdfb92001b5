/** What of a window is needed. */
interface Page {
  addEventListener(type: 'vite:preloadError', listener: (event: Event) => void): void;
  readonly sessionStorage: Pick<Storage, 'getItem' | 'setItem'>;
  readonly location: { reload(): void };
}

const reloadedKey = 'countersign.reloaded-at';

/** A second failure so soon has another cause than an update, and a reload would repeat for ever. */
const pauseMilliseconds = 60_000;

/**
 * A page that was opened before an update may ask for a file that is gone. It is then loaded again, as the new version,
 * instead of failing at the next screen.
 */
export function reloadForNewerVersion(page: Page, now: () => number): void {
  page.addEventListener('vite:preloadError', (event) => {
    if (now() - Number(page.sessionStorage.getItem(reloadedKey)) < pauseMilliseconds) return;
    event.preventDefault();
    page.sessionStorage.setItem(reloadedKey, String(now()));
    page.location.reload();
  });
}
