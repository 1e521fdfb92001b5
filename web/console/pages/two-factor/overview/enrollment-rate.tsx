import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import { formatNumber } from '../../../../shared/format.ts';
import type { Overview } from '../../../api/overview.ts';
import { Progress } from '../../../parts/progress.tsx';
import { overviewTexts } from './texts.ts';

const { rate: texts } = overviewTexts;

/** 1.02 */
export function EnrollmentRate({ enrolled, active }: Overview['enrollmentRate']) {
  return (
    <Container fitHeight header={<Header variant="h2">{texts.title}</Header>}>
      <Progress
        value={active > 0 ? (enrolled / active) * 100 : 0}
        label={texts.label}
        of={active > 0 ? texts.share(formatNumber(enrolled), formatNumber(active)) : texts.nobody}
      />
    </Container>
  );
}
