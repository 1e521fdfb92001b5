import { useQuery } from '@tanstack/react-query';
import { diagnose } from '../../api/accounts.ts';

/** N.02, asked once for everything on the screen that needs it. */
export const useDiagnosis = (userId: string) =>
  useQuery({ queryKey: ['user', userId, 'diagnosis'], queryFn: () => diagnose(userId) });
