import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Graph, importGraph, leadsTo } from './graph.ts';
import { all, type Module, modulesIn, pages, parse } from './modules.ts';

interface Picture {
  /** The paths that each box stands for, by its name in the picture. */
  readonly boxes: ReadonlyMap<string, readonly string[]>;
  readonly arrows: Graph;
}

const box = /^\s*(\w+)\["([^"]+)"\]$/;

/** Reads the flowchart of the README: `name["path · path<br/>words"]` is a box, `a & b --> c --> d` are arrows. */
function readPicture(document: string): Picture {
  const lines = /```mermaid\nflowchart TD\n([\s\S]*?)```/.exec(document)?.[1]?.split('\n') ?? [];
  const boxes = new Map<string, string[]>();
  const arrows = new Map<string, Set<string>>();
  for (const line of lines) {
    const [, name = '', label = ''] = box.exec(line) ?? [];
    if (name !== '') boxes.set(name, (label.split('<br/>')[0] as string).split(' · '));
    const groups = line.split('-->').map((group) => group.split('&').map((one) => one.trim()));
    for (const [at, targets] of groups.slice(1).entries()) {
      for (const from of groups[at] as string[]) {
        arrows.set(from, new Set([...(arrows.get(from) ?? []), ...targets]));
      }
    }
  }
  return { boxes, arrows };
}

/** The folder, room or file that has to have a box of its own. */
function placeOf(path: string): string {
  const parts = path.split('/');
  const depth = path.startsWith('lib/actions/') ? 3 : /^(lib|web)\//.test(path) ? 2 : 1;
  return parts.length > depth ? `${parts.slice(0, depth).join('/')}/` : path;
}

/** What is wrong with the picture, in sentences. */
function faultsOf({ boxes, arrows }: Picture, modules: readonly Module[]): string[] {
  const boxOf = new Map([...boxes].flatMap(([name, paths]) => paths.map((path) => [path, name] as const)));
  const places = new Set(modules.map(({ path }) => placeOf(path)));
  const named = (place: string): string => boxOf.get(place) ?? place;
  const imports = importGraph(modules, (path) => named(placeOf(path)));
  const drawn = [...arrows].flatMap(([from, targets]) => [...targets].map((to) => [from, to] as const));
  return [
    ...[...places].filter((place) => !boxOf.has(place)).map((place) => `${place} has no box`),
    ...[...boxOf.keys()]
      .filter((path) => !places.has(path))
      .map((path) => `there is a box for ${path}, which does not exist`),
    ...[...imports].flatMap(([from, targets]) =>
      [...targets]
        .filter((to) => boxes.has(from) && boxes.has(to) && !leadsTo(arrows, from, to))
        .map((to) => `${from} imports ${to}, and no arrows lead there`),
    ),
    ...drawn.flatMap(([from, to]) => {
      if (!imports.get(from)?.has(to)) return [`an arrow leads from ${from} to ${to}, and no import does`];
      if (leadsTo(arrows, to, from)) return [`the arrow from ${from} to ${to} is part of a circle`];
      return leadsTo(arrows, from, to, [from, to])
        ? [`other arrows lead from ${from} to ${to} already: leave this one out`]
        : [];
    }),
  ];
}

const readme = readFileSync('README.md', 'utf8');

describe('the picture in the README', () => {
  test('shows every folder and room of the product, and exactly the imports between them', () => {
    const modules = [
      ...all,
      ...pages,
      ...['cdk', 'local', 'build', 'tools'].flatMap((folder) => modulesIn(folder)),
      parse('infra.config.ts', ''),
    ];
    const picture = readPicture(readme);
    expect(picture.boxes.size).toBeGreaterThan(25);
    expect(faultsOf(picture, modules)).toEqual([]);
  });

  test('fits a README of at most 200 lines', () => {
    expect(readme.split('\n').length).toBeLessThanOrEqual(200);
  });
});

describe('a picture that is not true', () => {
  const modules = [
    parse('lib/http/route.ts', "import { problem } from '../domain/problems.ts';"),
    parse('lib/domain/problems.ts', ''),
    parse('functions/users.ts', "import { route } from '../lib/http/route.ts';"),
  ];
  const boxes = '  f["functions/<br/>wiring"]\n  h["lib/http/"]\n  d["lib/domain/"]\n';
  const faults = (lines: string): string[] =>
    faultsOf(readPicture(`\`\`\`mermaid\nflowchart TD\n${lines}\`\`\``), modules);

  test('is compared with the code it should show', () => {
    expect(faults(`${boxes}  f --> h --> d\n`)).toEqual([]);
  });

  test.each([
    ['an import without an arrow', `${boxes}  f --> h\n`, 'h imports d, and no arrows lead there'],
    [
      'an arrow without an import',
      `${boxes}  f --> h & d\n  h --> d\n`,
      'an arrow leads from f to d, and no import does',
    ],
    ['a circle', `${boxes}  f --> h --> d --> h\n`, 'the arrow from h to d is part of a circle'],
    ['a folder without a box', boxes.replace('d["lib/domain/"]', ''), 'lib/domain/ has no box'],
    [
      'a box without a folder',
      `${boxes}  x["lib/gone/"]\n  f --> h --> d\n`,
      'there is a box for lib/gone/, which does not exist',
    ],
  ])('reports %s', (_, lines, sentence) => {
    expect(faults(lines)).toContain(sentence);
  });

  test('reports an arrow that says nothing new', () => {
    const more = [
      ...modules,
      parse('functions/roles.ts', "import { problem } from '../lib/domain/problems.ts';"),
    ];
    expect(
      faultsOf(readPicture(`\`\`\`mermaid\nflowchart TD\n${boxes}  f --> h & d\n  h --> d\n\`\`\``), more),
    ).toEqual(['other arrows lead from f to d already: leave this one out']);
  });
});
