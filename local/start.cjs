// What `npm start` runs in place of npm's shell, which would not pass a signal on. Plain JavaScript, so that a Node
// that is too old for the rest understands it.
const { existsSync } = require('node:fs');
const { join } = require('node:path');

if (Number(process.versions.node.split('.')[0]) < 24) {
  console.error(`\nThis is Node ${process.versions.node}. Countersign runs on Node 24. ${wayToNode24()}\n`);
  process.exit(1);
}
import('./start.ts');

/** Node 24 is a development package, which npm puts first on the path of every script. */
function wayToNode24() {
  const folder = join(__dirname, '..', 'node_modules', 'node');
  if (!existsSync(folder)) {
    return 'The development packages bring it along, and they are not installed.\nRun: npm ci --include=dev';
  }
  if (!existsSync(join(folder, 'bin'))) {
    return 'It is not here, because npm ran no install scripts.\nRun: npm ci --include=dev --ignore-scripts=false';
  }
  return 'npm finds it.\nRun: npm start';
}
