import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { formatNumber, formatShare } from '../../../../shared/format.ts';
import type { Overview } from '../../../api/overview.ts';
import { overviewTexts } from './texts.ts';

const { breakdown: texts } = overviewTexts;

/** 1.03: the counts, with a bar of their shares. */
export function StatusBreakdown({ enrolled, pending, notStarted }: Overview['statusBreakdown']) {
  const all = enrolled + pending + notStarted;
  const states = [
    { kind: 'enrolled', label: texts.enrolled, count: enrolled },
    { kind: 'pending', label: texts.pending, count: pending, hint: texts.pendingHint },
    { kind: 'not-started', label: texts.notStarted, count: notStarted, hint: texts.notStartedHint },
  ] as const;
  return (
    <Container fitHeight header={<Header variant="h2">{texts.title}</Header>}>
      <SpaceBetween size="m">
        {/* The list below says the same. */}
        <div className="shares" aria-hidden="true">
          {states
            .filter(({ count }) => count > 0)
            .map(({ kind, count }) => (
              <span key={kind} className={kind} style={{ flexGrow: count }} />
            ))}
        </div>
        <dl className="counts">
          {states.map(({ kind, label, count, ...state }) => (
            <div key={kind}>
              <dt>
                <span className={`swatch ${kind}`} aria-hidden="true" /> {label}
              </dt>
              <dd>
                <Box variant="span" fontSize="heading-xl" fontWeight="bold">
                  {formatNumber(count)}
                </Box>{' '}
                {all > 0 && (
                  <Box variant="span" color="text-body-secondary">
                    {formatShare(count / all)}
                  </Box>
                )}
                {'hint' in state && (
                  <Box variant="small" display="block">
                    {state.hint}
                  </Box>
                )}
              </dd>
            </div>
          ))}
        </dl>
      </SpaceBetween>
    </Container>
  );
}
