import { describe, expect, test } from 'vitest';
import { all, modulesIn, parse } from './modules.ts';

const declared = /^(?:export )?(?:interface|type) (\w+)/gm;

/** Names of types that more than one module declares, each with the modules. */
function sharedNames(modules: readonly { readonly path: string; readonly code: string }[]): string[] {
  const places = new Map<string, string[]>();
  for (const { path, code } of modules) {
    for (const [, name = ''] of code.matchAll(declared)) {
      places.set(name, [...(places.get(name) ?? []), path]);
    }
  }
  return [...places].filter(([, paths]) => paths.length > 1).map(([name, paths]) => `${name}: ${paths}`);
}

describe('architecture: one word has one meaning', () => {
  test('no two modules of the service declare a type of one name', () => {
    expect(sharedNames([...all, ...modulesIn('cdk')])).toEqual([]);
  });

  test('the look at names notices a second type of one name', () => {
    const modules = ['a.ts', 'b.ts'].map((path) => parse(path, 'interface Verdict {}'));
    expect(sharedNames(modules)).toEqual(['Verdict: a.ts,b.ts']);
  });
});
