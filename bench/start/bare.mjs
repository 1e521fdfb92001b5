// What every process of Node pays: nothing of ours is loaded. The byte says that a module runs.
import { writeSync } from 'node:fs';

writeSync(1, '.');
