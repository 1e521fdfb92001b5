import type { output } from 'zod/mini';
import type { DeviceAnswer, DevicesImportedAnswer } from '../../../functions/hardware.ts';
import type { Because } from './accounts.ts';
import { call, type Page, path } from './client.ts';

export type Device = output<typeof DeviceAnswer>;
export type ImportedDevices = output<typeof DevicesImportedAnswer>;

export interface DeviceFilter {
  /** How the serial number begins. */
  readonly query?: string | undefined;
  readonly status?: string | undefined;
}

export const listDevices = (filter: DeviceFilter, cursor?: string, limit = 25): Promise<Page<Device>> =>
  call('GET', '/v1/hardware-tokens', undefined, { query: { ...filter, cursor, limit } });

/** What opens an encrypted PSKC document: one of both. */
export interface DocumentKey {
  readonly key?: string | undefined;
  readonly password?: string | undefined;
}

export const importDevices = (document: Blob, { key, password }: DocumentKey): Promise<ImportedDevices> =>
  call('POST', '/v1/hardware-tokens/import', document, {
    headers: { ...(key && { 'x-pskc-key': key }), ...(password && { 'x-pskc-password': password }) },
  });

/** That no token is left, and that the identity of the user is verified. */
const confirmation = (confirmed: boolean) => ({
  confirmNoActiveToken: confirmed,
  identityVerified: confirmed,
});

export const unassignDevice = (serial: string, confirmed: boolean): Promise<Device> =>
  call('POST', path`/v1/hardware-tokens/${serial}/unassign`, confirmation(confirmed));

export const reassignDevice = (serial: string, userId: string, confirmed: boolean): Promise<Device> =>
  call('POST', path`/v1/hardware-tokens/${serial}/reassign`, { userId, ...confirmation(confirmed) });

export const markCompromised = (serial: string, order: Because): Promise<Device> =>
  call('POST', path`/v1/hardware-tokens/${serial}/compromised`, order);

export const deleteDevice = (serial: string): Promise<void> =>
  call('DELETE', path`/v1/hardware-tokens/${serial}`);
