import Box from '@cloudscape-design/components/box';
import ColumnLayout from '@cloudscape-design/components/column-layout';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import { formatDuration, formatNumber } from '../../../shared/format.ts';
import type { Expiry } from '../../api/expiry.ts';
import { href } from '../../shell/place.ts';
import { expiryTexts as texts } from './texts.ts';
import { countsOf, windows } from './windows.ts';

interface Props {
  readonly expiry: Expiry;
  readonly policy: string;
}

/** How many expire when; each number leads to its list. */
export function Forecast({ expiry, policy }: Props) {
  const counts = countsOf(expiry);
  return (
    <Container
      header={
        <Header variant="h2" description={policy}>
          {texts.forecast}
        </Header>
      }
    >
      <ColumnLayout columns={4} variant="text-grid" minColumnWidth={150}>
        {windows.map((window) => (
          <div key={window}>
            <Box variant="awsui-key-label">{texts.windows[window]}</Box>
            <Link
              variant="awsui-value-large"
              href={`${href`/expiry`}?withinHours=${window}`}
              ariaLabel={`${texts.windows[window]}: ${formatNumber(counts[window])}`}
            >
              {formatNumber(counts[window])}
            </Link>
            {window === '0' && expiry.overdue > 0 && (
              <Box variant="small" display="block">
                {texts.oldest(formatDuration(expiry.oldestOverdueSeconds))}
              </Box>
            )}
          </div>
        ))}
      </ColumnLayout>
    </Container>
  );
}
