import Button from '@cloudscape-design/components/button';
import { partTexts } from './texts.ts';

interface Props {
  readonly busy: boolean;
  onRefresh(): void;
}

/** Reads again what stands below it. */
export const Refresh = ({ busy, onRefresh }: Props) => (
  <Button iconName="refresh" ariaLabel={partTexts.refresh} loading={busy} onClick={onRefresh} />
);
