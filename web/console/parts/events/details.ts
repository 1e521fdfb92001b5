/** A detail of an event as people read it. */
export interface Detail {
  readonly name: string;
  readonly value: string | number | boolean;
  /** A moment stands as ISO 8601. */
  readonly kind: 'time' | 'plain';
}

/** Details that hold a moment, as seconds since 1970. */
const moments = ['validUntil', 'expiresAt', 'at'];

/** The details of an event in their order; moments in ISO 8601. */
export function detailsOf(details: Readonly<Record<string, string | number | boolean>> = {}): Detail[] {
  return Object.entries(details).map(([name, value]) => {
    if (!moments.includes(name) || typeof value !== 'number') return { name, value, kind: 'plain' };
    return { name, value: new Date(value * 1000).toISOString(), kind: 'time' };
  });
}

/** `operator:admin` as the kind of actor and their name. */
export function actorOf(actor: string): { readonly kind: string; readonly name: string } {
  const at = actor.indexOf(':');
  return at < 0 ? { kind: '', name: actor } : { kind: actor.slice(0, at), name: actor.slice(at + 1) };
}
