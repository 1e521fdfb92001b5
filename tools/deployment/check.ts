import type { Deployment } from '../../cdk/deployment.ts';
import type { TextCountries } from '../../lib/domain/text-senders.ts';
import type { Aws, StackState } from './aws.ts';

/** A deployment as it is wanted, and what of it is there. */
export interface Target {
  readonly deployment: Deployment;
  readonly account: string;
  readonly aws: Aws;
  /** The service's stack; undefined before the first deployment. */
  readonly stack: StackState | undefined;
  /** The order says that it begins without users, whatever is left of an earlier deployment. */
  readonly startsEmpty: boolean;
  /** Where texts go, and what from. */
  readonly sms: TextCountries;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly fetch: typeof fetch;
}

/**
 * What a check found. `blocks`: a deployment would fail, or people cannot sign in. `warns`: it works, with less than
 * you expect.
 */
export type Finding =
  | { readonly state: 'good'; readonly what: string }
  | { readonly state: 'blocks' | 'warns'; readonly what: string; readonly mend: string };

export interface Check {
  readonly name: string;
  /** Why it matters, in one sentence. */
  readonly why: string;
  /** Whether it says something before the first deployment, only of a running one, or both. */
  readonly when: 'before' | 'after' | 'always';
  /** What it finds amiss would make a deployment fail, so none is started. */
  readonly stopsDeployment?: true;
  /** @returns nothing where the check does not concern this deployment */
  look(target: Target): Promise<Finding | undefined>;
}

export interface Line {
  readonly check: Check;
  readonly finding: Finding;
}

export const good = (what: string): Finding => ({ state: 'good', what });
export const blocks = (what: string, mend: string): Finding => ({ state: 'blocks', what, mend });
export const warns = (what: string, mend: string): Finding => ({ state: 'warns', what, mend });

/** Every check that applies, all at once: each asks AWS or an issuer, and none needs the answer of another. */
export async function examine(checks: readonly Check[], target: Target): Promise<Line[]> {
  const unfit = target.stack ? 'before' : 'after';
  const lines = await Promise.all(
    checks
      .filter(({ when }) => when !== unfit)
      .map(async (check) => ({ check, finding: await findingOf(check, target) })),
  );
  return lines.flatMap(({ check, finding }) => (finding ? [{ check, finding }] : []));
}

/** A check that AWS does not allow to look is a warning, never a reason to stop. */
async function findingOf(check: Check, target: Target): Promise<Finding | undefined> {
  try {
    return await check.look(target);
  } catch (error) {
    const { name, message } = error as Error;
    if (/ENOTFOUND|EAI_AGAIN|UnknownEndpoint/.test(`${name} ${message}`)) {
      return blocks(
        `${target.deployment.region} does not answer (${message}).`,
        'Choose a region that offers this service: --region eu-central-1. Check your network as well.',
      );
    }
    return warns(
      `It could not be looked at: ${message}`,
      'Use credentials that may read it, or look yourself.',
    );
  }
}

const signs = { good: '✓', warns: '!', blocks: '✗' } as const;

/** One line for what is well; what is not has its reason and its remedy below. */
export function report(lines: readonly Line[]): string {
  return lines
    .map(({ check, finding }) => {
      const first = `${signs[finding.state]} ${check.name}: ${finding.what}`;
      return finding.state === 'good' ? first : `${first}\n    ${check.why}\n    → ${finding.mend}`;
    })
    .join('\n');
}
