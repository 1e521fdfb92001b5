import { type ClassPolicy, classOf } from '../domain/classes.ts';
import { answersPasswordReset } from '../domain/password-reset.ts';
import type { Purpose, User } from '../domain/user-state.ts';
import { tokenType } from '../token-types/index.ts';

/** The user with nothing but what may answer a verification of this purpose: 3.08 narrows a password reset. */
export function whoAnswers(
  user: User,
  purpose: Purpose,
  classes: Readonly<Record<string, ClassPolicy>>,
): User {
  if (purpose !== 'password-reset') return user;
  const { passwordReset } = classOf(user.profile.class, classes);
  const tokens = user.tokens.filter(({ type, device }) => {
    const mode = tokenType(type)?.mode;
    return mode !== undefined && answersPasswordReset(passwordReset, { mode, deviceKind: device?.kind });
  });
  if (answersPasswordReset(passwordReset, { mode: 'look-up' })) return { ...user, tokens };
  const { codes: _codes, ...rest } = user;
  const { codes: _standing, ...state } = user.state;
  return { ...rest, state, tokens };
}
