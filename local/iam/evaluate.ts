import type { RoleStatement } from '../../functions/wiring/permissions.ts';

/** One thing that a request does, as IAM sees it. */
export interface Call {
  readonly action: string;
  readonly resource: string;
  /** Condition keys of the request. */
  readonly context: Readonly<Record<string, readonly string[]>>;
}

export type Decision = 'allowed' | 'not allowed' | 'denied';

/** IAM's order: a denial that applies decides, then a permission that applies; without either it is not allowed. */
export function decide(statements: readonly RoleStatement[], call: Call): Decision {
  const applying = statements.filter((statement) => applies(statement, call));
  if (applying.some(({ Effect }) => Effect === 'Deny')) return 'denied';
  return applying.length > 0 ? 'allowed' : 'not allowed';
}

function applies(
  { Action, Resource, NotResource, Condition = {} }: RoleStatement,
  { action, resource, context }: Call,
): boolean {
  const fits = (patterns: readonly string[] = []) => patterns.some((pattern) => isLike(pattern, resource));
  return (
    Action.includes(action) &&
    (Resource === undefined || fits(Resource)) &&
    !fits(NotResource) &&
    Object.entries(Condition).every(([operator, keys]) =>
      Object.entries(keys).every(([key, wanted]) => holds(operator, context[key] ?? [], [wanted].flat())),
    )
  );
}

/** A key that the request does not have meets no condition of these. */
function holds(operator: string, found: readonly string[], wanted: readonly string[]): boolean {
  switch (operator) {
    case 'StringEquals':
      return found.length === 1 && found.every((value) => wanted.includes(value));
    case 'StringLike':
      return found.length === 1 && found.every((value) => wanted.some((pattern) => isLike(pattern, value)));
    case 'ForAnyValue:StringLike':
      return found.some((value) => wanted.some((pattern) => isLike(pattern, value)));
    default:
      throw new Error(`No policy of ours uses ${operator}`);
  }
}

/** `*` stands for any characters, `?` for one; every other character for itself. */
export function isLike(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '[^]*')
    .replaceAll('?', '[^]');
  return new RegExp(`^${source}$`).test(text);
}
