import type { QueryKey } from '@tanstack/react-query';

/** What shows something else once a user was changed. */
export const changesOf = (userId: string): readonly QueryKey[] => [['user', userId], ['users']];
