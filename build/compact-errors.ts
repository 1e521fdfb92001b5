/**
 * The SDK writes each of DynamoDB's exceptions as a class of fifteen lines. This generates the same classes with one
 * function: a tenth of the size, and only those that are used.
 */
export function compactErrors(source: string): string {
  const base = /import \{ (\w+) as __BaseException \} from "([^"]+)";/.exec(source);
  const classes = source.split(/^export class /m).slice(1);
  const made = classes.map((body) => {
    const name = /^\w+/.exec(body)?.[0];
    const fault = /\$fault = "(\w+)"/.exec(body)?.[1];
    const members = [...body.matchAll(/^ {8}this\.(\w+) = opts\.\1;$/gm)].map(([, member]) => member);
    const retryable = body.includes('$retryable = {}');
    if (retryable !== body.includes('$retryable') || !name || !fault)
      throw new Error(`Not in the form of the SDK's exceptions: ${body.slice(0, 80)}`);
    return `export const ${name} = /* @__PURE__ */ made(${JSON.stringify(name)}, ${JSON.stringify(fault)}, ${JSON.stringify(members)}, ${retryable});`;
  });
  if (!base || made.length === 0) throw new Error("The SDK's exceptions are written in a different form");
  return `import { ${base[1]} as Base } from "${base[2]}";
const made = (name, fault, members, retryable) => class extends Base {

  static shapeId = "com.amazonaws.dynamodb#" + name;
  constructor(opts) {
    super({ name, $fault: fault, ...opts });
    Object.setPrototypeOf(this, new.target.prototype);
    this.name = name;
    this.$fault = fault;
    if (retryable) this.$retryable = {};
    for (const member of members) this[member] = opts[member];
  }
};
${made.join('\n')}`;
}
