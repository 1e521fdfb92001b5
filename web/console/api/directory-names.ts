import { call, type Page } from './client.ts';

interface Named {
  readonly name: string;
}

/** What a person may be given: only the names matter here. */
export const listRoleNames = async (): Promise<string[]> =>
  (await call<Page<Named>>('GET', '/v1/roles')).items.map(({ name }) => name);

export const listClassNames = async (): Promise<string[]> =>
  (await call<Page<Named>>('GET', '/v1/classes')).items.map(({ name }) => name);
