import { expect } from 'vitest';
import { type ProblemCode, problems } from '../../lib/domain/problems.ts';
import type { Answer } from './api.ts';

/** RFC 9457, with the status that the closed list gives the code. */
export function expectProblem({ status, body, headers }: Answer, code: ProblemCode): void {
  expect(body).toMatchObject({ code, status: problems[code].status, title: problems[code].title });
  expect(status).toBe(problems[code].status);
  expect(headers['content-type']).toBe('application/problem+json');
  expect(body.type).toBe(`https://countersign.test/docs#${code}`);
  expect(body.detail).toEqual(expect.any(String));
  expect(body.instance).toEqual(expect.any(String));
}
