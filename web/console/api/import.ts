import type { Summary } from '../../../lib/files/send-file.ts';
import { call } from './client.ts';

export type { Summary };

/** Creates the users of a document: CSV with its header, or an object in each line. */
export const importUsers = (document: Blob, signal: AbortSignal): Promise<Summary> =>
  call('POST', '/v1/users/import', document, { signal });
