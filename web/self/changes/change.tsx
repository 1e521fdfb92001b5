import type { View, Visit } from '../view.ts';
import { AddToken } from './add-token.tsx';
import { ConfirmToken } from './confirm-token.tsx';
import { RecreateCodes } from './recreate-codes.tsx';
import { RemoveToken } from './remove-token.tsx';

type Props = Visit & { readonly view: Exclude<View, { name: 'home' }> };

/** What the person changes: a part of the page that most visits do not need. */
export function Change({ view, ...visit }: Props) {
  switch (view.name) {
    case 'add':
      return <AddToken {...visit} />;
    case 'codes':
      return <RecreateCodes {...visit} />;
    case 'confirm':
      return <ConfirmToken {...visit} tokenId={view.tokenId} />;
    case 'remove':
      return <RemoveToken {...visit} tokenId={view.tokenId} />;
  }
}
