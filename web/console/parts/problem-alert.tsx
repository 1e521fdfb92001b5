import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import { ApiProblem } from '../api/client.ts';
import { explain } from './explanation.ts';
import { partTexts } from './texts.ts';

const { problem: texts } = partTexts;

interface Props {
  readonly problem: unknown;
  /** Paths of the body whose errors stand at their fields already. */
  readonly shownAtFields?: readonly string[];
}

/** A refusal: its title, what the service says to it, and what to do next. Nothing while there is none. */
export function ProblemAlert({ problem, shownAtFields = [] }: Props) {
  if (!problem) return null;
  const refusal = asProblem(problem);
  const { errors, requestId } = refusal;
  const { title, detail, next } = explain(refusal);
  const others = errors.filter(({ path }) => !shownAtFields.includes(path));
  return (
    <Alert type="error" header={title}>
      {detail && <div>{detail}</div>}
      {others.length > 0 && (
        <ul>
          {others.map(({ path, message }) => (
            <li key={path + message}>
              {path && <b>{path}</b>} {message}
            </li>
          ))}
        </ul>
      )}
      {next && <div>{next}</div>}
      {requestId && <Box variant="small">{texts.request(requestId)}</Box>}
    </Alert>
  );
}

function asProblem(problem: unknown): ApiProblem {
  if (!(problem instanceof ApiProblem)) throw problem;
  if (problem.code !== 'offline') return problem;
  return new ApiProblem(0, { code: 'offline', title: texts.offline, detail: texts.offlineDetail }, null);
}

/** What is wrong with a field of a form, for its `errorText`. */
export function fieldError(problem: unknown, path: string): string | undefined {
  if (!(problem instanceof ApiProblem)) return undefined;
  return problem.errors.find((error) => error.path === path)?.message;
}
