import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { ApiProblem } from '../../api/client.ts';
import { fieldError } from '../../parts/problem-alert.tsx';
import { type FactorKey, factorKeys, type Purpose, purposes } from './draft.ts';
import { type OfForm, TextField } from './fields.tsx';
import { classesTexts as texts } from './texts.ts';

const { priorities: words } = texts;

/** 3.05: which factors a purpose asks for, and in which order. */
export function PriorityTable(all: OfForm) {
  const { draft, change, readOnly, problem } = all;
  const set = (purpose: Purpose, key: FactorKey, typed: string) =>
    change({
      priorities: { ...draft.priorities, [purpose]: { ...draft.priorities[purpose], [key]: typed } },
    });
  return (
    <Container
      header={
        <Header variant="h2" description={words.hint}>
          {words.title}
        </Header>
      }
    >
      <SpaceBetween size="m">
        <FormField stretch errorText={errorOf(problem)}>
          <div className="wide">
            <table className="priorities">
              <thead>
                <tr>
                  <th scope="col">{words.purpose}</th>
                  {factorKeys.map((key) => (
                    <th key={key} scope="col">
                      {texts.factors[key]}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {purposes.map((purpose) => (
                  <tr key={purpose}>
                    <th scope="row">
                      {texts.purposes[purpose]} <small>{words.meaning[purpose]}</small>
                    </th>
                    {factorKeys.map((key) => (
                      <td key={key}>
                        <Input
                          ariaLabel={`${texts.purposes[purpose]} ${texts.factors[key]}`}
                          value={draft.priorities[purpose][key]}
                          disabled={readOnly}
                          inputMode="numeric"
                          invalid={fieldError(problem, `factors.${purpose}.${key}`) !== undefined}
                          onChange={({ detail }) => set(purpose, key, detail.value)}
                        />
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </FormField>
        <TextField {...all} name="provider" label={texts.fields.provider} hint={texts.hints.provider} />
      </SpaceBetween>
    </Container>
  );
}

/** Whatever is wrong with a cell or with a row, said once below the table. */
function errorOf(problem: unknown): string | undefined {
  if (!(problem instanceof ApiProblem)) return undefined;
  const errors = problem.errors.filter(({ path }) => path === 'factors' || path.startsWith('factors.'));
  const said = errors.map(({ path, message }) => {
    const [, purpose = '', key = ''] = path.split('.');
    const cell = [texts.purposes[purpose as Purpose], texts.factors[key as FactorKey]].filter(Boolean);
    return `${cell.join(' ')}: ${message}`;
  });
  return said.join('; ') || undefined;
}
