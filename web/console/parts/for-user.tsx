import Alert from '@cloudscape-design/components/alert';
import { type ReactNode, useContext } from 'react';
import type { OneUser } from '../api/users.ts';
import { OperatorContext, useOperator } from '../shell/operator.tsx';
import { partTexts } from './texts.ts';

const { outOfReach: texts } = partTexts;

const isChanging = (privilege: string): boolean => /:(?!read$)/.test(privilege);

interface Props {
  /** `undefined` as long as nothing is known of them. */
  readonly user: OneUser | undefined;
  readonly children: ReactNode;
}

/** Below it the operator may only look, unless they may act on this user. */
export function ForUser({ user, children }: Props) {
  const operator = useContext(OperatorContext);
  const privileges = operator.privileges.filter((privilege) => !isChanging(privilege));
  return (
    <OperatorContext.Provider value={user?.mayChange ? operator : { ...operator, privileges }}>
      {children}
    </OperatorContext.Provider>
  );
}

/** Why nothing is offered; it stands above `ForUser`. Nothing for whoever changes nobody. */
export function OutOfReach({ user }: { readonly user: OneUser }) {
  const { name, privileges } = useOperator();
  if (user.mayChange || !privileges.some(isChanging)) return null;
  return <Alert type="info">{user.userId === name ? texts.own : texts.higher}</Alert>;
}
