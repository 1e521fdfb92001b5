import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Part } from './part.ts';

export const radius: Part = {
  name: 'radius',
  goal: 'P.05 the FreeRADIUS of this machine verifies codes',
  async run() {
    const options = ['run', '--config', 'test/prove/vitest.config.ts', '--root', '.'];
    const child = spawn('vitest', options, { stdio: 'inherit' });
    const [code] = await once(child, 'exit');
    return { size: 'one server', result: code === 0 ? 'all tests pass' : 'tests fail', held: code === 0 };
  },
};
