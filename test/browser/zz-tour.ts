import { launchBrowser } from './browser.ts';

const [who, mode, ...stops] = process.argv.slice(2);
const b = await launchBrowser();
const c = await b.newContext({
  viewport: { width: 1280, height: 1000 },
  colorScheme: mode as 'dark',
  locale: process.env['LOC'] ?? 'en-GB',
});
const p = await c.newPage();
p.on('console', (m) => console.log('console', m.type(), m.text().slice(0, 300)));
p.on('pageerror', (e) => console.log('pageerror', e.message.slice(0, 500)));
await p.goto('http://127.0.0.1:4230/');
await p.getByLabel('Name').fill(who!);
await p.getByLabel('Password').fill(who!);
await p.getByRole('button', { name: 'Sign in' }).click();
await p.getByRole('heading', { level: 1 }).waitFor();
let n = 0;
for (const stop of stops) {
  await p.goto(`http://127.0.0.1:4230/${stop}`);
  await p.waitForTimeout(1800);
  await p.screenshot({ path: `/tmp/tk-${++n}.png` });
}
await b.close();
