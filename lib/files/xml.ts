import { XMLParser } from 'fast-xml-parser';
import { refuseDevice } from '../domain/hardware.ts';
import { Problem } from '../domain/problems.ts';

/** An element: its children, `@_` its attributes, `#text` its text if it has one of those. */
export type Element = Readonly<Record<string, unknown>>;

/** Elements that may be repeated; a second one of any other is refused. */
const repeated = ['KeyPackage', 'KeyUsage'];

/**
 * Reads a document without following any reference: one that uses a document type or an entity is refused before
 * anything is expanded, fetched or opened (billion laughs, external entities).
 *
 * @throws Problem `invalid-request`
 */
export function readXml(document: string): Element {
  if (/<!(DOCTYPE|ENTITY)/i.test(document)) {
    throw new Problem('invalid-request', 'The document must not have a document type or entities.');
  }
  const parser = new XMLParser({
    ignoreAttributes: false,
    removeNSPrefix: true,
    // "0012" is a serial number, not twelve.
    parseTagValue: false,
    parseAttributeValue: false,
    processEntities: false,
    isArray: (name) => repeated.includes(name),
  });
  try {
    return parser.parse(document, true);
  } catch {
    throw new Problem('invalid-request', 'The document is not well-formed XML.');
  }
}

const isElement = (value: unknown): value is Element => typeof value === 'object' && value !== null;

/** The only child of this name; an element without children of its own is returned as its text. */
export function childOf(parent: unknown, name: string): unknown {
  const child = isElement(parent) ? parent[name] : undefined;
  if (Array.isArray(child)) refuseDevice(`the element ${name} occurs more than once`);
  return child;
}

export function at(parent: unknown, ...path: readonly string[]): unknown {
  return path.reduce(childOf, parent);
}

export function childrenOf(parent: unknown, name: string): readonly unknown[] {
  const children = isElement(parent) ? (parent[name] ?? []) : [];
  return Array.isArray(children) ? children : [children];
}

/** Names of the elements in it. */
export const namesIn = (parent: unknown): string[] =>
  isElement(parent) ? Object.keys(parent).filter((name) => !/^(@_|#)/.test(name)) : [];

export function attributeOf(element: unknown, name: string): string | undefined {
  const value = childOf(element, `@_${name}`);
  return value === undefined ? undefined : String(value);
}

const predefined: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

export function textAt(parent: unknown, ...path: readonly string[]): string | undefined {
  const found = at(parent, ...path);
  const text = isElement(found) ? found['#text'] : found;
  if (text === undefined) return undefined;
  return String(text)
    .trim()
    .replaceAll(/&(lt|gt|amp|quot|apos);/g, (_, name: string) => predefined[name] ?? '');
}
