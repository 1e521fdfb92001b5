import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

/**
 * The source of an edge function as one module without imports.
 *
 * @param environment what takes the place of `process.env`, which edge functions lack
 */
export function compile(name: string, environment: Readonly<Record<string, string>> = {}): string {
  const { outputFiles } = buildSync({
    entryPoints: [fileURLToPath(new URL(`${name}.ts`, import.meta.url))],
    bundle: true,
    write: false,
    define: Object.fromEntries(
      Object.entries(environment).map(([key, value]) => [`process.env.${key}`, JSON.stringify(value)]),
    ),
    // Keeps names: one of the services looks for a function called handler.
    minifySyntax: true,
    minifyWhitespace: true,
    format: 'esm',
    platform: 'node',
    target: 'es2022',
  });
  return outputFiles[0]?.text ?? '';
}
