import { describe, expect, test } from 'vitest';
import { cyclesIn, importGraph } from './graph.ts';
import { all, inFolder, modulesIn, parse } from './modules.ts';

const folders = ['lib', 'functions', 'web', 'cdk', 'local', 'build', 'tools', 'test', 'bench'];
const itself = (path: string): string => path;
/** `lib/actions/tokens/show-tokens.ts` is in the room `lib/actions/tokens`. */
const room = (path: string): string => path.split('/').slice(0, 3).join('/');
const told = (cycles: readonly string[][]): string[] => cycles.map((cycle) => cycle.join(' imports '));

describe('import cycles', () => {
  test('no file imports itself by way of others, types included', () => {
    const modules = folders.flatMap((folder) => modulesIn(folder));
    expect(modules.length).toBeGreaterThan(500);
    expect(told(cyclesIn(importGraph(modules, itself)))).toEqual([]);
  });

  test('no room of lib/actions imports itself by way of other rooms', () => {
    const graph = importGraph(inFolder('lib/actions', all), room);
    expect(graph.size).toBeGreaterThan(9);
    expect(told(cyclesIn(graph))).toEqual([]);
  });

  test('a cycle would be reported with its files in order', () => {
    const modules = [
      parse('lib/a.ts', "import { b } from './b.ts';"),
      parse('lib/b.ts', "import type { C } from './c.ts';"),
      parse('lib/c.ts', "const late = () => import('./a.ts');"),
      parse('lib/d.ts', "import { a } from './a.ts';"),
    ];
    expect(told(cyclesIn(importGraph(modules, itself)))).toEqual([
      'lib/a.ts imports lib/b.ts imports lib/c.ts imports lib/a.ts',
    ]);
  });

  test('a cycle of two rooms would be reported although no file is in one', () => {
    const modules = [
      parse('lib/actions/gate/a.ts', "import { b } from '../keys/b.ts';"),
      parse('lib/actions/keys/b.ts', ''),
      parse('lib/actions/keys/c.ts', "import { d } from '../gate/d.ts';"),
      parse('lib/actions/gate/d.ts', ''),
    ];
    expect(cyclesIn(importGraph(modules, itself))).toEqual([]);
    expect(told(cyclesIn(importGraph(modules, room)))).toEqual([
      'lib/actions/gate imports lib/actions/keys imports lib/actions/gate',
    ]);
  });
});
