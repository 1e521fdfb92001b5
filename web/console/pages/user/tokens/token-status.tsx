import Badge, { type BadgeProps } from '@cloudscape-design/components/badge';
import type { Token } from '../../../api/tokens.ts';
import { tokensTexts } from './texts.ts';

const colors: Readonly<Record<Token['status'], NonNullable<BadgeProps['color']>>> = {
  ACTIVE: 'green',
  PENDING: 'blue',
  DISABLED: 'grey',
  OBSOLETE: 'red',
};

/** The word says it; the colour only helps to find it. */
export function TokenStatus({ status }: Pick<Token, 'status'>) {
  return <Badge color={colors[status]}>{tokensTexts.statuses[status]}</Badge>;
}
