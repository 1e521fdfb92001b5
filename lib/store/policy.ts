import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { ClassPolicy } from '../domain/classes.ts';
import type { AuditEvent } from '../domain/events.ts';
import type { Policy, TokenTypePolicy } from '../domain/policy.ts';
import type { StoredProvider } from '../domain/providers.ts';
import type { Table } from './client.ts';
import { contentOf, fromItem, type Item, toItem } from './items.ts';
import { keys } from './keys.ts';
import { partition, queryAll } from './query.ts';
import { decodeSettings } from './settings.ts';

/**
 * Reads everything that administrators decided with one Query. It is complete, or an error: a limit that was not read
 * must not be taken for one that was not set.
 */
export async function readPolicy(table: Table, consistent: boolean): Promise<Policy> {
  const items = await queryAll(table, { ...partition(keys.settings().pk), ConsistentRead: consistent });
  const typePrefix = keys.tokenType('').sk;
  const types = items
    .filter((item) => item['sk']?.S?.startsWith(typePrefix))
    .map((item) => {
      const {
        type,
        name: shown,
        operatorCanEnroll,
        obsolete,
        obsoleteChangedAt,
      } = fromItem<TokenTypePolicy>(item);
      const changed = obsoleteChangedAt === undefined ? {} : { obsoleteChangedAt };
      return [type, { type, name: shown, operatorCanEnroll, obsolete, ...changed }] as const;
    });
  const settings = items.find((item) => item['sk']?.S === keys.settings().sk);
  return {
    settings: decodeSettings(settings).settings,
    tokenTypes: Object.fromEntries(types),
    classes: namedIn<ClassPolicy>(items, keys.class('').sk),
    providers: namedIn<StoredProvider>(items, keys.provider('').sk),
  };
}

/** The items under keys with this prefix that are not deleted, by their names. */
function namedIn<T extends { readonly name: string }>(
  items: readonly Item[],
  prefix: string,
): Record<string, T> {
  const found = items.flatMap((item) => {
    if (!item['sk']?.S?.startsWith(prefix) || item['deleted']) return [];
    const value = contentOf<T>(item);
    return [[value.name, value]];
  });
  return Object.fromEntries(found);
}

export async function writeTokenType(
  { client, name }: Table,
  policy: TokenTypePolicy,
  event: AuditEvent,
): Promise<void> {
  const Item = toItem({ ...keys.tokenType(policy.type), ...policy, event });
  await client.send(new PutItemCommand({ TableName: name, Item }));
}

/** How long a function may continue with values that have changed in the meantime. */
const keptMilliseconds = 5_000;

/** The policy, at most five seconds old; the first caller after that pays for the read. */
export function cachedPolicy(table: Table, clock: () => number): () => Promise<Policy> {
  let held: { readonly policy: Promise<Policy>; readonly until: number } | undefined;
  return () => {
    if (!held || held.until <= clock() || held.until > clock() + keptMilliseconds) {
      const policy = readPolicy(table, false);
      held = { policy, until: clock() + keptMilliseconds };
      // A failed read is not kept.
      policy.catch(() => {
        held = undefined;
      });
    }
    return held.policy;
  };
}
