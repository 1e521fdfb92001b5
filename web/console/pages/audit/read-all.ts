import type { Page } from '../../api/client.ts';
import type { AuditEvent } from '../../api/events.ts';

/**
 * Every page of a list, one after the other.
 *
 * @param read asks for one page
 * @param progress told how many there are so far, after each page
 */
export async function readAll(
  read: (cursor: string | undefined) => Promise<Page<AuditEvent>>,
  progress: (count: number) => void,
): Promise<AuditEvent[]> {
  const all: AuditEvent[] = [];
  let cursor: string | undefined;
  do {
    const page = await read(cursor);
    all.push(...page.items);
    cursor = page.nextCursor;
    progress(all.length);
  } while (cursor);
  return all;
}
