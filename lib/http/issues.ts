import type { $ZodIssue } from 'zod/v4/core';
import type { FieldError } from '../domain/problems.ts';

/** What is wrong with the input, by field. Values are never repeated: they may be secret. */
export function fieldErrors(issues: readonly $ZodIssue[]): FieldError[] {
  return issues.flatMap((issue) => {
    const path = issue.path.map(String).join('.');
    if (issue.code !== 'unrecognized_keys') return [{ path, message: messageOf(issue) }];
    return issue.keys.map((key) => ({
      path: [path, key.slice(0, 64)].filter(Boolean).join('.'),
      message: 'is not a field of this request',
    }));
  });
}

function messageOf(issue: $ZodIssue): string {
  if (issue.message && issue.message !== 'Invalid input') return issue.message;
  if (issue.code === 'invalid_type')
    return issue.input === undefined ? 'is required' : `must be a ${issue.expected}`;
  if (issue.code === 'invalid_value') return `must be one of: ${issue.values.join(', ')}`;
  return 'is not valid';
}
