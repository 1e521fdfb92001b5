import type { OpenApiDocument } from '../../../build/openapi.ts';
import { type Answered, contractOf } from './contract.ts';

type Responses = Record<string, { content?: Record<string, { schema: object }> }>;

/** The document after something was done to the responses of each operation. */
function changed(document: OpenApiDocument, change: (responses: Responses) => void): OpenApiDocument {
  const copy = structuredClone(document);
  for (const methods of Object.values(copy.paths)) {
    for (const { responses } of Object.values(methods)) change(responses as Responses);
  }
  return copy;
}

const lies: readonly [what: string, change: (status: number) => (responses: Responses) => void][] = [
  ['a status that is not declared', (status) => (responses) => void delete responses[status]],
  [
    'a member that every body lacks',
    (status) => (responses) => {
      for (const content of Object.values(responses[status]?.content ?? {})) {
        content.schema = { allOf: [content.schema, { required: ['a-member-that-is-not-there'] }] };
      }
    },
  ],
  [
    'another media type',
    (status) => (responses) => {
      const { content } = responses[status] ?? {};
      if (content) Object.assign(responses[status] ?? {}, { content: { 'text/html': { schema: {} } } });
    },
  ],
];

/** What became of each answer on its way. */
const damages: readonly [what: string, damage: (answer: Answered) => Answered][] = [
  ['a 500', (answer) => ({ ...answer, status: 500 })],
  ['a 503', (answer) => ({ ...answer, status: 503 })],
  ['no body', (answer) => ({ ...answer, text: answer.text === '' ? '{}' : '' })],
  ['a list for a body', (answer) => ({ ...answer, text: '[]' })],
];

/** Which faults a contract does not see, of those planted into answers that were right and into the document. */
export function unseenFaults(
  document: OpenApiDocument,
  right: readonly Answered[],
): { planted: number; unseen: string[] } {
  const unseen: string[] = [];
  let planted = 0;
  const look = (what: string, answers: readonly Answered[], judged: OpenApiDocument): void => {
    const { judge } = contractOf(judged);
    const operations = new Map(
      Object.values(judged.paths).flatMap((methods) =>
        Object.values(methods).map((operation) => [operation.operationId, operation] as const),
      ),
    );
    for (const answer of answers) {
      planted++;
      const operation = operations.get(answer.operation?.operationId ?? '');
      if (judge({ ...answer, operation }).length === 0)
        unseen.push(`${what}: ${answer.operation?.operationId} ${answer.status}`);
    }
  };
  for (const [status, answers = []] of Map.groupBy(right, (answer) => answer.status)) {
    const withBody = answers.filter(({ text }) => text !== '');
    for (const [what, change] of lies) {
      look(what, what === lies[0]?.[0] ? answers : withBody, changed(document, change(status)));
    }
  }
  for (const [what, damage] of damages) look(what, right.map(damage), document);
  return { planted, unseen };
}
