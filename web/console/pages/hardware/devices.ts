import type { Device, DeviceFilter, DocumentKey } from '../../api/hardware.ts';
import type { Privilege } from '../../api/operator.ts';

const actions = ['assign', 'reassign', 'unassign', 'compromised', 'delete'] as const;

export type DeviceAction = (typeof actions)[number];

const allowed: Readonly<Record<Device['status'], readonly DeviceAction[]>> = {
  available: ['assign', 'compromised', 'delete'],
  assigned: ['reassign', 'unassign', 'compromised'],
  // Refused for good: nobody gets it any more.
  compromised: ['delete'],
};

/** The filter in an address. An unknown status is ignored. */
export function filterOf(place: URLSearchParams): DeviceFilter {
  const query = place.get('query');
  const status = place.get('status');
  return { ...(query && { query }), ...(status && Object.hasOwn(allowed, status) && { status }) };
}

/** P.11: what can be done with a device, by its status and by what the operator may do. */
export const deviceActions = ({ status }: Pick<Device, 'status'>, may: (privilege: Privilege) => boolean) =>
  actions.filter(
    (action) =>
      allowed[status].includes(action) && may(action === 'delete' ? 'hardware:write' : 'tokens:write'),
  );

export const mediaTypes = { csv: 'text/csv', pskc: 'application/pskc+xml' } as const;

export type Format = keyof typeof mediaTypes;

/** What a file is, by how it is called. */
export const formatOf = (fileName: string): Format => (/\.csv$/i.test(fileName) ? 'csv' : 'pskc');

/** The field that was used decides whether it is a password or a key: both are text. */
export const keyOf = (kind: 'none' | 'key' | 'password', typed: string): DocumentKey =>
  kind === 'none' || typed === '' ? {} : { [kind]: typed };

/** What opens a document travels in a header, which carries nothing else. */
export const isCarried = (typed: string): boolean => /^[\x20-\x7e]*$/.test(typed);
