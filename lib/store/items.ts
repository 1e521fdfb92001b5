import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { AuditEvent } from '../domain/events.ts';
import { secondsPerDay } from '../domain/time.ts';

export type Item = Record<string, AttributeValue>;

/** Domain object to item; absent members are left out. */
export const toItem = (value: object): Item =>
  marshall(value, { removeUndefinedValues: true, convertClassInstanceToMap: false });

/** The stored attributes, for a codec to read into a domain type. */
export const fromItem = <T = Record<string, unknown>>(item: Item): T => unmarshall(item) as T;

/** The id of the event that an item carries. */
export const eventIdOf = (item: Item | undefined): string | undefined => item?.['event']?.M?.['id']?.S;

/** Members of an item that exists only for its event: it expires long after the stream has taken the event. */
export const carrying = (event: AuditEvent, keptSeconds = secondsPerDay) => ({
  event,
  purgeAt: Math.floor(event.at / 1000) + keptSeconds,
});

/** Takes the place of what was deleted under a name, for its event: a bare delete would not record the operator. */
export const deleted = (name: string, event: AuditEvent) => ({ name, deleted: true, ...carrying(event) });

/** The content of an item besides its keys, its version and its event. */
export function contentOf<T>(item: Item): T {
  const { event: _event, version: _version, ...content } = withoutKeys(fromItem(item));
  return content as T;
}

/** What was read of an item, to be written under another key. */
export function withoutKeys<T extends object>(value: T): T {
  const { pk: _pk, sk: _sk, listPk: _listPk, listSk: _listSk, ...rest } = value as Record<string, unknown>;
  return rest as T;
}
