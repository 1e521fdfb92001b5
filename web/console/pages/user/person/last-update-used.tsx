import type { User } from '../../../api/users.ts';
import { partTexts } from '../../../parts/texts.ts';
import { Time } from '../../../parts/time.tsx';

/** As seed 003's screen says it, in one line. */
export const LastUpdateUsed = ({ user }: { readonly user: User }) => (
  <>
    <Time at={user.updatedAt} /> / <Time at={user.lastUsedAt} otherwise={partTexts.never} />
  </>
);
