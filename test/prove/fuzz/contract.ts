import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { OpenApiDocument, Operation } from '../../../build/openapi.ts';

/** What a contract says about: an answer, and which operation of the document it is of, if of any. */
export interface Answered {
  readonly operation: Operation | undefined;
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
}

export interface Contract {
  /** What is not as the document says; nothing is right. */
  readonly judge: (answer: Answered) => string[];
}

/** What no operation is asked by: the address could not be read, nothing is there, or it is far too long. */
const withoutOperation = [400, 404, 405, 413, 414, 431];
const problemMembers = { type: 'string', title: 'string', status: 'number', detail: 'string' } as const;

/** The OpenAPI document as a judge of answers, by a JSON Schema validator that knows nothing of our schemas. */
export function contractOf(document: OpenApiDocument): Contract {
  const ajv = new Ajv2020({ strict: false, validateSchema: false, code: { optimize: false } });
  ajv.addSchema(JSON.parse(JSON.stringify(document)), 'openapi');
  const compiled = new Map<string, ValidateFunction>();
  const places = new Map(
    Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { operationId }]) => [operationId, ['paths', path, method]]),
    ),
  );

  function validatorOf(operationId: string, status: number, mediaType: string): ValidateFunction {
    const steps = [
      ...(places.get(operationId) ?? []),
      'responses',
      String(status),
      'content',
      mediaType,
      'schema',
    ];
    const $ref = `openapi#/${steps.map((step) => encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`;
    const validate = compiled.get($ref) ?? ajv.compile({ $ref });
    compiled.set($ref, validate);
    return validate;
  }

  return {
    judge({ operation, status, contentType, text }) {
      if (status >= 500) return [`a ${status}: ${text.slice(0, 300)}`];
      const [mediaType = ''] = contentType.split(';');
      const body = parsed(text);
      const findings = status >= 400 ? problemFindings(status, mediaType, body) : [];
      if (!operation)
        return withoutOperation.includes(status) ? findings : [`${status} from nowhere`, ...findings];
      const response = operation.responses[status];
      if (!response) return [`${status} is not declared: ${text.slice(0, 300)}`, ...findings];
      if (!response.content) return text === '' ? findings : ['a body where none is declared', ...findings];
      if (!response.content[mediaType]) return [`the type ${contentType} is not declared`, ...findings];
      const validate = validatorOf(operation.operationId, status, mediaType);
      if (!validate(body))
        findings.push(`the body of ${status} is not as declared: ${ajv.errorsText(validate.errors)}`);
      return findings;
    },
  };
}

function problemFindings(status: number, mediaType: string, body: unknown): string[] {
  if (mediaType !== 'application/problem+json') return [`a ${status} as ${mediaType}`];
  const problem = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  const missing = Object.entries(problemMembers).filter(([name, type]) => typeof problem[name] !== type);
  return [
    ...missing.map(([name]) => `a problem without ${name}`),
    ...(problem['status'] === status ? [] : [`a problem that says ${problem['status']} in a ${status}`]),
  ];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
