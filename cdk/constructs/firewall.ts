import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import type { Construct } from 'constructs';
import { problems } from '../../lib/domain/problems.ts';
import type { Route } from '../../lib/http/route.ts';
import { secureHeaders } from '../../lib/http/secure-headers.ts';

/** Requests in five minutes from one address. */
const limits = {
  /** Without an access token. Hundreds of people behind one office line may enroll in the same hour. */
  open: 1_000,
  /** Applications sign many people in from a few addresses; four of them still do not fill the gateway. */
  everything: 30_000,
};

const defaultBodyBytes = 8 * 1024;

const limited = 'too-many-requests';
const tooLarge = 'payload-too-large';

type Statement = CfnWebACL.StatementProperty;
type FirewallRule = Omit<CfnWebACL.RuleProperty, 'priority' | 'visibilityConfig'>;

interface FirewallProps {
  readonly name: string;
  readonly origin: string;
  readonly routes: readonly Route[];
}

/** The web ACL in front of the distribution; it must be in us-east-1. */
export class Firewall extends CfnWebACL {
  constructor(scope: Construct, id: string, { name, origin, routes }: FirewallProps) {
    const rules = [
      block('open-rate', 429, limited, {
        rateBasedStatement: { aggregateKeyType: 'IP', limit: limits.open, scopeDownStatement: open },
      }),
      block('rate', 429, limited, {
        rateBasedStatement: { aggregateKeyType: 'IP', limit: limits.everything },
      }),
      block('body-size', 413, tooLarge, bodyTooLarge(routes)),
      managed('AWSManagedRulesKnownBadInputsRuleSet'),
      managed('AWSManagedRulesAmazonIpReputationList'),
    ];
    super(scope, id, {
      name,
      scope: 'CLOUDFRONT',
      defaultAction: { allow: {} },
      visibilityConfig: visibility(name),
      customResponseBodies: {
        [limited]: answer({ type: 'about:blank', title: 'Too many requests', status: 429 }),
        [tooLarge]: answer({
          type: `${origin}/docs#${tooLarge}`,
          ...problems[tooLarge],
          code: tooLarge,
        }),
      },
      rules: rules.map((rule, priority) => ({
        ...rule,
        priority,
        visibilityConfig: visibility(`${name}-${rule.name}`),
      })),
    });
  }
}

/** Bodies above 8 KB stop here, except on the routes that declare more. */
function bodyTooLarge(routes: readonly Route[]): Statement {
  const large = routes.filter(({ maxBodyBytes = 0 }) => maxBodyBytes > defaultBodyBytes);
  const aboveDefault: Statement = {
    sizeConstraintStatement: {
      fieldToMatch: { body: { oversizeHandling: 'MATCH' } },
      comparisonOperator: 'GT',
      size: defaultBodyBytes,
      textTransformations: asIs,
    },
  };
  if (large.length === 0) return aboveDefault;
  const patterns = new Set(large.map((route) => route.path.replace(/\{[^}]+\}/g, '[^/]+')));
  const imports: Statement = {
    regexMatchStatement: {
      fieldToMatch: { uriPath: {} },
      regexString: `^(${[...patterns].join('|')})$`,
      textTransformations: asIs,
    },
  };
  return { andStatement: { statements: [aboveDefault, { notStatement: { statement: imports } }] } };
}

const asIs = [{ priority: 0, type: 'NONE' }];

/** Decoded first: `/v1/%73etup/` is the same path to the gateway. */
const startsWith = (searchString: string): Statement => ({
  byteMatchStatement: {
    fieldToMatch: { uriPath: {} },
    positionalConstraint: 'STARTS_WITH',
    searchString,
    textTransformations: [
      { priority: 0, type: 'URL_DECODE' },
      { priority: 1, type: 'NORMALIZE_PATH' },
    ],
  },
});

const withoutToken: Statement = {
  notStatement: {
    statement: {
      byteMatchStatement: {
        fieldToMatch: { singleHeader: { Name: 'authorization' } },
        positionalConstraint: 'STARTS_WITH',
        searchString: 'bearer ',
        textTransformations: [{ priority: 0, type: 'LOWERCASE' }],
      },
    },
  },
};

/** Routes that need no access token, whatever the request carries, and requests without one. */
const open: Statement = {
  orStatement: {
    statements: [
      startsWith('/v1/setup/'),
      startsWith('/.well-known/'),
      { andStatement: { statements: [startsWith('/v1/'), withoutToken] } },
    ],
  },
};

const block = (
  name: string,
  responseCode: number,
  customResponseBodyKey: string,
  statement: Statement,
): FirewallRule => ({
  name,
  statement,
  action: { block: { customResponse: { responseCode, customResponseBodyKey, responseHeaders } } },
});

/** CloudFront adds nothing to the firewall's answers. */
const responseHeaders = Object.entries(secureHeaders).map(([name, value]) => ({ name, value }));

/** The members of RFC 9457; WAF cannot send its media type. */
const answer = (problem: object) => ({
  contentType: 'APPLICATION_JSON',
  content: JSON.stringify(problem),
});

const managed = (name: string): FirewallRule => ({
  name,
  statement: { managedRuleGroupStatement: { vendorName: 'AWS', name } },
  overrideAction: { none: {} },
});

/** Counts, but keeps no samples: a sampled request would show its headers, and so access tokens. */
const visibility = (metricName: string) => ({
  metricName,
  cloudWatchMetricsEnabled: true,
  sampledRequestsEnabled: false,
});
