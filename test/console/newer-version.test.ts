import { expect, test } from 'vitest';
import { reloadForNewerVersion } from '../../web/shared/newer-version.ts';

function opened() {
  const stored = new Map<string, string>();
  const page = Object.assign(new EventTarget(), {
    sessionStorage: {
      getItem: (key: string) => stored.get(key) ?? null,
      setItem: (key: string, value: string) => stored.set(key, value),
    },
    reloads: 0,
    location: { reload: () => void page.reloads++ },
  });
  let now = 1_000_000;
  reloadForNewerVersion(page as never, () => now);
  return {
    page,
    /** A file is missing; tells whether the page's own error handling sees it. */
    miss(after: number): boolean {
      now += after;
      return page.dispatchEvent(new Event('vite:preloadError', { cancelable: true }));
    },
  };
}

test('a page that misses a file is loaded again, once', () => {
  const { page, miss } = opened();
  expect(miss(0)).toBe(false);
  expect(page.reloads).toBe(1);
  expect(miss(30_000)).toBe(true);
  expect(page.reloads).toBe(1);
});

test('after the next update, it is loaded again', () => {
  const { page, miss } = opened();
  miss(0);
  miss(3_600_000);
  expect(page.reloads).toBe(2);
});
