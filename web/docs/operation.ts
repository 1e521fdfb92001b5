import type { OpenApiDocument, Operation, Parameter } from '../../build/openapi.ts';
import type { Response } from '../../build/openapi-schema.ts';
import { type Html, html, prose } from './html.ts';
import { type Field, fieldsOf, sampleOf } from './schema.ts';

type Schemas = OpenApiDocument['components']['schemas'];

export function operationSection(method: string, path: string, operation: Operation, schemas: Schemas): Html {
  const { operationId, summary, parameters = [], requestBody, responses } = operation;
  const [media, body] = Object.entries(requestBody?.content ?? {})[0] ?? [];
  return html`
    <article id="${operationId}">
      <h3><a href="#${operationId}">${summary}</a></h3>
      <p class="address"><span class="method ${method}">${method.toUpperCase()}</span> <code>${path}</code></p>
      <p class="needs">${needs(operation)}</p>
      ${parameters.length > 0 && fieldTable('Parameters', parameters.map(parameterField))}
      ${body && fieldTable('Body', fieldsOf(body.schema, schemas))}
      ${Object.entries(responses)
        .filter(([status]) => Number(status) < 300)
        .map(([status, response]) => success(status, response, schemas))}
      <h4>Refusals</h4>
      <ul class="refusals">${Object.entries(responses)
        .filter(([status]) => Number(status) >= 400)
        .map(refusal)}</ul>
      <h4>Example</h4>
      <pre tabindex="0"><code>${curl(method, path, operation, media, body && sampleOf(body.schema, schemas))}</code></pre>
    </article>`;
}

function needs({ security, 'x-privilege': privilege }: Operation): Html {
  const scope = security[0]?.['accessToken']?.[0];
  if (!scope) return html`No access token: the setup link's own token is the credential.`;
  return html`Scope <code>${scope}</code>, privilege <code>${privilege}</code>`;
}

function parameterField({ name, in: place, required, description, schema }: Parameter): Field {
  const [field] = fieldsOf({ properties: { [name]: schema } }, {});
  const note = [place, description, field?.note].filter(Boolean).join(', ');
  return { name, type: field?.type ?? 'string', required, note };
}

function success(status: string, { content }: Response, schemas: Schemas): Html {
  const schema = content?.['application/json']?.schema;
  const fields = schema ? fieldsOf(schema, schemas) : [];
  if (fields.length === 0) return html`<h4>Answer ${status}</h4><p>${content ? 'JSON' : 'No content.'}</p>`;
  return fieldTable(`Answer ${status}`, fields, 'optional');
}

/** What is sent is marked where it is required, what is answered where it may be absent. */
function fieldTable(
  caption: string,
  fields: readonly Field[],
  marked: 'required' | 'optional' = 'required',
): Html {
  if (fields.length === 0) return html``;
  return html`
    <h4>${caption}</h4>
    <div class="scroll" tabindex="0" role="group" aria-label="${caption}">
    <table>
      <thead><tr><th scope="col">Name</th><th scope="col">Type</th><th scope="col">Notes</th></tr></thead>
      <tbody>${fields.map(
        ({ name, type, required, note }) => html`
        <tr>
          <th scope="row"><code>${name}</code></th>
          <td><code>${type}</code></td>
          <td>${required === (marked === 'required') && html`<span class="${marked}">${marked}</span>`} ${prose(note)}</td>
        </tr>`,
      )}</tbody>
    </table>
    </div>`;
}

function refusal([status, { description }]: [string, Response]): Html {
  return html`<li><strong>${status}</strong> ${prose(description)}</li>`;
}

function curl(method: string, path: string, operation: Operation, media?: string, body?: unknown): string {
  const address = path.replace(
    /\{(\w+)\}/g,
    (_, name: string) => `$${name.replace(/[A-Z]/g, '_$&').toUpperCase()}`,
  );
  return [
    `curl${method === 'get' ? '' : ` -X ${method.toUpperCase()}`} "$ORIGIN${address}"`,
    operation.security.length > 0 && `-H "Authorization: Bearer $ACCESS_TOKEN"`,
    media && `-H 'Content-Type: ${media}'`,
    body !== undefined && `-d '${JSON.stringify(body, null, 2)}'`,
  ]
    .filter(Boolean)
    .join(' \\\n  ');
}
