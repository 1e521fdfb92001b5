import { texts } from '../texts/index.ts';
import type { Visit } from '../view.ts';
import { FirstCode } from './first-code.tsx';
import { NoToken } from './no-token.tsx';

/** One that was started earlier, here or by the help desk. Its key is not shown a second time. */
export function ConfirmToken({ tokenId, ...visit }: Visit & { readonly tokenId: string }) {
  const token = visit.own.tokens.find((one) => one.tokenId === tokenId);
  if (!token) return <NoToken onBack={() => visit.done()} lead={texts.confirm.gone} />;
  return <FirstCode {...visit} started={{ tokenId }} name={token.label} />;
}
