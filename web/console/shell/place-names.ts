/**
 * A part of a place as it was before `encodeURIComponent`. The router has decoded it by `decodeURI`, which leaves signs
 * that mean something in addresses (`@ + = : $ # /`) encoded; no id and no name here contains a `%` of its own. What is
 * encoded wrongly stays as it is: it names nothing, and the service says so.
 */
export function decodeName(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
