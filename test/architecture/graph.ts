import type { Module } from './modules.ts';

/** What points to what: files or boxes by name. */
export type Graph = ReadonlyMap<string, ReadonlySet<string>>;

/** The imports between these modules, grouped by what `place` says of a file. An import within one place is left out. */
export function importGraph(modules: readonly Module[], place: (path: string) => string): Graph {
  const known = new Set(modules.map(({ path }) => path));
  const graph = new Map<string, Set<string>>();
  for (const { path, imports } of modules) {
    const from = place(path);
    const targets = graph.get(from) ?? new Set();
    graph.set(from, targets);
    for (const { from: file } of imports) {
      if (!known.has(file)) continue;
      const to = place(file);
      if (to !== from) targets.add(to);
    }
  }
  return graph;
}

/** Whether a path of one or more arrows leads from one place to another. `without` is an arrow that may not be taken. */
export function leadsTo(
  graph: Graph,
  from: string,
  to: string,
  without?: readonly [string, string],
): boolean {
  const seen = new Set<string>();
  const open = [from];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const next of graph.get(at) ?? []) {
      if (at === without?.[0] && next === without[1]) continue;
      if (next === to) return true;
      if (!seen.has(next)) {
        seen.add(next);
        open.push(next);
      }
    }
  }
  return false;
}

/** Groups of places that import each other in a circle, each as a shortest way round. */
export function cyclesIn(graph: Graph): string[][] {
  const cycles: string[][] = [];
  const told = new Set<string>();
  for (const start of graph.keys()) {
    if (told.has(start)) continue;
    const cycle = wayRound(graph, start);
    if (cycle === undefined) continue;
    for (const place of cycle) told.add(place);
    cycles.push(cycle);
  }
  return cycles;
}

function wayRound(graph: Graph, start: string): string[] | undefined {
  const ways = [[start]];
  const seen = new Set<string>();
  for (let way = ways.shift(); way !== undefined; way = ways.shift()) {
    for (const next of graph.get(way.at(-1) as string) ?? []) {
      if (next === start) return [...way, start];
      if (!seen.has(next)) {
        seen.add(next);
        ways.push([...way, next]);
      }
    }
  }
  return undefined;
}
