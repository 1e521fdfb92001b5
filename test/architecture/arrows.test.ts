import { describe, expect, test } from 'vitest';
import { all, inFolder, type Module, pages, parse } from './modules.ts';

interface Arrow {
  readonly of: string;
  /** What its modules may import, so that nothing points back up the house. */
  readonly may: RegExp;
  /** What they may know the types of beside that. */
  readonly mayKnow?: RegExp;
}

/** The floors of the README's picture, and the packages that each may use. */
const arrows: readonly Arrow[] = [
  { of: 'lib/domain', may: /^(lib\/domain\/|infra\.config\.ts$)/ },
  {
    of: 'lib/token-types',
    may: /^(lib\/token-types\/|lib\/domain\/|lib\/crypto\/base32\.ts$|node:crypto$|@otplib\/(core\/utils|uri)$)/,
    mayKnow: /^lib\/crypto\/sealing\.ts$/,
  },
  {
    of: 'lib/crypto',
    may: /^(lib\/crypto\/|(node:crypto|jose|@aws-sdk\/client-kms|@otplib\/plugin-base32-scure)$)/,
  },
  {
    of: 'lib/files',
    may: /^lib\/(files|domain)\/|^lib\/crypto\/base32\.ts$|^(node:(crypto|util)|csv-parse\/sync|fast-xml-parser)$/,
  },
  {
    of: 'lib/store',
    may: /^(lib\/store\/|lib\/domain\/|node:crypto$|@aws-sdk\/(client-dynamodb|util-dynamodb)$)/,
    mayKnow: /^lib\/crypto\//,
  },
  {
    of: 'lib/delivery',
    may: /^lib\/(delivery|domain|store|crypto)\/|^lib\/log\.ts$|^(node:zlib|@aws-sdk\/client-(ses|sns))$/,
    mayKnow: /^lib\/services\.ts$/,
  },
  {
    of: 'lib/delegation',
    may: /^lib\/(delegation|domain)\/|^node:(crypto|dgram|dns\/promises|http|https|net)$/,
  },
  {
    of: 'lib/actions',
    may: /^lib\/(actions|domain|token-types|store|crypto|delegation)\/|^lib\/(metrics|concurrency|delivery\/(notices|texts))\.ts$|^(infra\.config\.ts|node:crypto|uqr|libphonenumber-js\/max)$/,
    mayKnow: /^lib\/services\.ts$/,
  },
  {
    of: 'lib/http',
    may: /^lib\/(http|domain)\/|^lib\/log\.ts$|^(infra\.config\.ts|@middy\/core|zod\/(mini|v4\/core))$/,
    mayKnow: /^(lib\/services\.ts|aws-lambda)$/,
  },
  {
    of: 'functions',
    may: /^(functions|lib)\/|^(zod\/mini|@middy\/core|node:crypto)$/,
    mayKnow: /^(aws-lambda|@aws-sdk\/client-dynamodb|infra\.config\.ts)$/,
  },
  // Pages know the API's answers by their schemas' types, and nothing that runs in a function but pure rules.
  {
    of: 'web/console',
    may: /^web\/(console|shared)\/(?!preact\/)|^lib\/(domain\/|files\/(lines|send-file)\.ts$)|^(react|react-dom\/client|wouter)$|^@(tanstack|cloudscape-design)\//,
    mayKnow: /^functions\/|^zod\/mini$/,
  },
  {
    of: 'web/self',
    may: /^web\/(self|shared)\/|^preact(\/hooks)?$/,
    mayKnow: /^functions\/|^zod\/mini$/,
  },
  { of: 'web/setup', may: /^web\/(setup|shared)\/|^preact(\/hooks)?$/ },
  {
    of: 'web/shared',
    may: /^web\/shared\/|^preact(\/hooks)?$|^oauth4webapi$/,
    mayKnow: /^lib\/domain\//,
  },
];

/** Imports that an arrow does not allow, as `file imports what`. */
const broken = ({ may, mayKnow }: Arrow, modules: readonly Module[]): string[] =>
  modules.flatMap(({ path, imports }) =>
    imports
      .filter(({ from, typeOnly }) => !may.test(from) && !(typeOnly && mayKnow?.test(from)))
      .map(({ from }) => `${path} imports ${from}`),
  );

describe('architecture: nothing points back up', () => {
  test.each(arrows)('$of imports only what stands below it', (arrow) => {
    const modules = inFolder(arrow.of, [...all, ...pages]);
    expect(modules.length).toBeGreaterThan(2);
    expect(broken(arrow, modules)).toEqual([]);
  });

  test('every folder has its arrow', () => {
    const folders = new Set(
      all.map(({ path }) =>
        path
          .split('/')
          .slice(0, path.startsWith('lib/') ? 2 : 1)
          .join('/'),
      ),
    );
    const rest = [...folders].filter((folder) => !arrows.some(({ of }) => of === folder));
    expect(rest.sort()).toEqual(['lib/concurrency.ts', 'lib/log.ts', 'lib/metrics.ts', 'lib/services.ts']);
  });

  test('rules and token types do not read the environment, nor take random bytes but from a parameter', () => {
    const random =
      /\b(randomBytes|randomInt|randomUUID|randomFill\w*|webcrypto|generateKey\w*|getRandomValues)\b/;
    const found = [
      ...inFolder('lib/domain'),
      ...inFolder('lib/token-types'),
      ...inFolder('lib/actions'),
      ...inFolder('lib/store'),
    ]
      .filter(({ code }) => /\bprocess\b/.test(code) || random.test(code))
      .map(({ path }) => path);
    expect(found).toEqual([]);
  });

  test('functions hold wiring only: none reaches for the database itself', () => {
    const found = inFolder('functions').flatMap(({ path, imports }) =>
      imports
        .filter(({ from, typeOnly }) => !typeOnly && from.startsWith('@aws-sdk/'))
        .map(({ from }) => `${path} imports ${from}`),
    );
    expect(found).toEqual([]);
  });
});

describe('architecture: the look at imports notices', () => {
  const domain = arrows[0] as Arrow;
  const planted = (source: string): string[] => broken(domain, [parse('lib/domain/planted.ts', source)]);

  test.each([
    ["import { keys } from '../store/keys.ts';", 'lib/store/keys.ts'],
    ["import type { Table } from '../store/client.ts';", 'lib/store/client.ts'],
    ["import {\n  type A,\n  b,\n} from '@aws-sdk/client-dynamodb';", '@aws-sdk/client-dynamodb'],
    ["export * from '../actions/users.ts';", 'lib/actions/users.ts'],
    ["import 'node:process';", 'node:process'],
    ["const late = () => import('../http/fields.ts');", 'lib/http/fields.ts'],
    ["import * as z from 'zod/mini';", 'zod/mini'],
  ])('%s', (source, from) => {
    expect(planted(source)).toEqual([`lib/domain/planted.ts imports ${from}`]);
  });

  test('and lets pass what is allowed, and what only a comment says', () => {
    expect(planted("import { iso } from './time.ts';\n// import { x } from '../store/keys.ts';\n")).toEqual(
      [],
    );
    expect(planted("/*\nimport { x } from '../store/keys.ts';\n*/")).toEqual([]);
  });
});
