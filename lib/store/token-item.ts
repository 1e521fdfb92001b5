import type { KeyToken, TokenRecord } from '../domain/user-state.ts';
import { fromItem, type Item } from './items.ts';

/** A token as stored: its kind follows from its attributes. */
export const encodeToken = ({ kind: _kind, ...token }: TokenRecord): object => token;

/** Before 0.2 the serial number of a device of the pool was stored where others have a masked address. */
interface StoredToken extends Partial<Omit<KeyToken, 'kind'>> {
  readonly device?: { readonly kind: string; readonly masked: string };
  readonly questions?: unknown;
}

export function decodeToken(item: Item): TokenRecord {
  const { device, ...token } = fromItem<StoredToken>(item);
  if (device?.kind === 'serial') return { ...token, kind: 'key', serial: device.masked } as TokenRecord;
  const kind = device ? 'contact' : token.questions ? 'questions' : 'key';
  return { ...token, ...(device ? { device } : {}), kind } as TokenRecord;
}
