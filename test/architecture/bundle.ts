import type { Metafile } from 'esbuild';

/** What a function must not load before it answers, and by what it is known in a bundle. */
const unwanted: readonly { readonly what: string; readonly in: RegExp }[] = [
  {
    what: 'the credential chain',
    in: /credential-provider-(node|ini|sso|imds|process|web-identity|login|http)/,
  },
  {
    what: 'a client of sign-in to AWS',
    in: /@aws-sdk\/(client|nested-clients).*\/(sts|sso|sso-oidc|signin)\b/,
  },
  { what: 'a client that is loaded when it is needed', in: /@aws-sdk\/client-(kms|ses|sns)\// },
  { what: 'full zod', in: /zod\/v4\/(classic|locales\/(?!en\.))/ },
  { what: 'a tracer or logger', in: /powertools|xray|opentelemetry/ },
  { what: "middy's middlewares", in: /@middy\/(?!core|util)/ },
  { what: 'the user agent of a browser', in: /\bbowser\b/ },
  { what: 'DynamoDB for documents', in: /@aws-sdk\/lib-dynamodb/ },
];

/** Modules of Node that cost a cold start, if they are imported by a statement. */
const unwantedBuiltins = ['node:http', 'http', 'node:http2', 'http2', 'node:child_process', 'child_process'];

type Output = Metafile['outputs'][string];

/** What is evaluated before the first request: the entry, and what it imports by statements, and so on. */
export function loadedAtStart({ outputs }: Metafile, entryPoint: string): Output[] {
  const wanted = Object.keys(outputs).filter((path) => outputs[path]?.entryPoint === entryPoint);
  for (const path of wanted) {
    for (const { kind, path: next, external } of outputs[path]?.imports ?? []) {
      if (kind === 'import-statement' && !external && !wanted.includes(next)) wanted.push(next);
    }
  }
  return wanted.flatMap((path) => outputs[path] ?? []);
}

/** What leaked in, by name. */
export function leaks(loaded: readonly Output[]): string[] {
  const inputs = loaded
    .flatMap((output) => Object.entries(output.inputs))
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  const found = unwanted.flatMap(({ what, in: pattern }) =>
    inputs
      .filter(([path]) => pattern.test(path))
      .map(([path, { bytesInOutput }]) => `${what}: ${path} (${bytesInOutput} bytes)`),
  );
  const builtins = loaded
    .flatMap(({ imports }) => imports)
    .filter(
      ({ kind, path, external }) =>
        external && kind === 'import-statement' && unwantedBuiltins.includes(path),
    )
    .map(({ path }) => `import "${path}"`);
  return [...found, ...new Set(builtins)];
}

/** The packages that take most of it, for a message that tells where to look. */
export function heaviest(loaded: readonly Output[]): string {
  const sizes = new Map<string, number>();
  for (const [path, { bytesInOutput }] of loaded.flatMap((output) => Object.entries(output.inputs))) {
    const name =
      /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? path.split('/').slice(0, 2).join('/');
    sizes.set(name, (sizes.get(name) ?? 0) + bytesInOutput);
  }
  const largest = [...sizes].sort(([, a], [, b]) => b - a).slice(0, 12);
  return largest.map(([name, bytes]) => `${name} ${bytes}`).join(', ');
}
