import ProgressBar, { type ProgressBarProps } from '@cloudscape-design/components/progress-bar';
import { formatShare } from '../../shared/format.ts';

interface Props extends Pick<ProgressBarProps, 'label' | 'resultText'> {
  /** From 0 to 100. */
  readonly value: number;
  readonly status?: ProgressBarProps['status'] | undefined;
  /** What the share is of, in a word or two. */
  readonly of: string;
}

/** The component writes its percentage in the English way in every language, so its own one is not shown. */
export function Progress({ value, status = 'in-progress', of, ...rest }: Props) {
  const whole = Math.round(value);
  return (
    <ProgressBar
      {...rest}
      value={whole}
      status={status}
      style={{ progressPercentage: { fontSize: '0' } }}
      additionalInfo={`${formatShare(whole / 100)} · ${of}`}
    />
  );
}
