import { Duration } from 'aws-cdk-lib';
import type {
  HeadersReferrerPolicy,
  ResponseHeadersPolicyProps,
  ResponseSecurityHeadersBehavior,
} from 'aws-cdk-lib/aws-cloudfront';

const override = true;

/** CloudFront has dedicated fields for these and refuses them as custom headers. */
const security: Record<string, (value: string) => ResponseSecurityHeadersBehavior> = {
  'content-security-policy': (contentSecurityPolicy) => ({
    contentSecurityPolicy: { contentSecurityPolicy, override },
  }),
  'referrer-policy': (value) => ({
    referrerPolicy: { referrerPolicy: value as HeadersReferrerPolicy, override },
  }),
  'strict-transport-security': (value) => ({
    strictTransportSecurity: {
      accessControlMaxAge: Duration.seconds(Number(/max-age=(\d+)/.exec(value)?.[1])),
      includeSubdomains: value.includes('includeSubDomains'),
      override,
    },
  }),
  'x-content-type-options': () => ({ contentTypeOptions: { override } }),
};

/** Plain headers as CloudFront's response headers policy. */
export function headersPolicy(headers: Readonly<Record<string, string>>): ResponseHeadersPolicyProps {
  const entries = Object.entries(headers);
  return {
    securityHeadersBehavior: Object.assign({}, ...entries.map(([name, value]) => security[name]?.(value))),
    customHeadersBehavior: {
      customHeaders: entries
        .filter(([name]) => !security[name])
        .map(([header, value]) => ({ header, value, override })),
    },
  };
}
