import type { KeyToken, TokenRecord } from '../domain/user-state.ts';
import { fromItem, type Item } from './items.ts';

/** A token as it is stored: its kind follows from what it holds. */
export const encodeToken = ({ kind: _kind, ...token }: TokenRecord): object => token;

/** Before 0.2 a device of the pool had its serial number where others have a masked address. */
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
