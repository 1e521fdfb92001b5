import { functions } from '../functions/index.ts';
import { bundleFunctions } from './bundle.ts';
import { buildWeb } from './web.ts';

/** `npm run build`: everything that is deployed, in `dist/`. */
await Promise.all([bundleFunctions(functions.map(({ name }) => name)), buildWeb()]);
