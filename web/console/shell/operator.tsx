import { createContext, useContext } from 'react';
import type { Operator, Privilege } from '../api/operator.ts';

export const OperatorContext = createContext<Operator>({ name: '', roles: [], privileges: [] });

/**
 * Who is signed in, and whether they may do what needs a privilege, or any of several: what they may not do is not
 * offered.
 */
export function useOperator() {
  const operator = useContext(OperatorContext);
  const may = (privilege: Privilege | readonly Privilege[]) =>
    [privilege].flat().some((one) => operator.privileges.includes(one));
  return { ...operator, may };
}
