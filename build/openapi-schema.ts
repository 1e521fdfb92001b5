import type { JSONSchema } from 'zod/v4/core';

export type Schema = JSONSchema.JSONSchema;

export type Content = Readonly<Record<string, { readonly schema: Schema }>>;

export interface Response {
  readonly description: string;
  readonly headers?: Readonly<Record<string, { readonly description: string; readonly schema: Schema }>>;
  readonly content?: Content;
}
