import { createContext, useContext } from 'react';
import type { AccountAction } from './account-actions.ts';

export const AskContext = createContext<(action: AccountAction) => void>(() => {});

/** Opens the dialog of an action of the user whose detail this is. */
export const useAsk = () => useContext(AskContext);
