import { Duration, Validations } from 'aws-cdk-lib';
import {
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  Function as CloudFrontFunction,
  Distribution,
  type FunctionAssociation,
  FunctionCode,
  FunctionEventType,
  HttpVersion,
  LambdaEdgeEventType,
  OriginRequestPolicy,
  OriginSslPolicy,
  ResponseHeadersPolicy,
  S3OriginAccessControl,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { AaaaRecord, ARecord, HostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { CloudFrontTarget } from 'aws-cdk-lib/aws-route53-targets';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { assetHeaders, pageHeaders } from '../../build/page-headers.ts';
import { httpFunctions } from '../../functions/wiring/http-functions.ts';
import { config } from '../../infra.config.ts';
import { secureHeaders } from '../../lib/http/secure-headers.ts';
import type { Deployment } from '../deployment.ts';
import { compile } from '../edge/compile.ts';
import type { EdgeStack } from '../edge-stack.ts';
import { headersPolicy } from './headers.ts';
import { hashedFiles } from './pages.ts';

interface EdgeProps {
  readonly deployment: Deployment;
  readonly apiHost: string;
  readonly pages: IBucket;
  readonly edge?: EdgeStack;
  /** Where the pages exchange the code of a sign-in. */
  readonly signInOrigins: readonly string[];
}

/** The slowest function decides how long the edge waits. */
const longestSeconds = Math.max(
  ...httpFunctions.map(({ timeoutSeconds }) => timeoutSeconds ?? config.lambda.timeoutSeconds),
);

/** One origin for callers and people: the API under `/v1/`, its public keys, the pages everywhere else. */
export class Edge extends Construct {
  readonly distribution: Distribution;

  /** Names in CloudFront are the account's, whatever region a stack is in. */
  readonly #name: string;

  constructor(scope: Construct, id: string, { deployment, apiHost, pages, edge, signInOrigins }: EdgeProps) {
    super(scope, id);
    const { name, region, domain } = deployment;
    this.#name = `${name}-${region}`;
    const files = {
      origin: S3BucketOrigin.withOriginAccessControl(pages, {
        originAccessControl: new S3OriginAccessControl(this, 'Access', {
          originAccessControlName: this.#name,
        }),
      }),
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      cachePolicy: CachePolicy.CACHING_OPTIMIZED,
    };
    const api = this.#api(apiHost, edge);
    // How long a file may be kept is written beside the file: a policy's header would also keep the refusal of a file
    // that is not there.
    const { 'cache-control': _, ...assetPolicy } = assetHeaders;
    const assets = { ...files, responseHeadersPolicy: this.#headers('AssetHeaders', assetPolicy) };
    this.distribution = new Distribution(this, 'Distribution', {
      comment: this.#name,
      ...(domain &&
        edge && {
          domainNames: [domain.name],
          certificate: edge.certificate,
          minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
          webAclId: edge.webAclArn,
        }),
      httpVersion: HttpVersion.HTTP2_AND_3,
      errorResponses: [403, 404].map((httpStatus) => ({ httpStatus, ttl: Duration.seconds(0) })),
      defaultBehavior: {
        ...files,
        responseHeadersPolicy: this.#headers('PageHeaders', pageHeaders(signInOrigins)),
        functionAssociations: [this.#pageAddress()],
      },
      additionalBehaviors: {
        // First, so that no path of the API is taken for a file.
        '/v1/*': api,
        '/.well-known/jwks.json': publicKeys(api),
        ...Object.fromEntries(hashedFiles.map((pattern) => [pattern, assets])),
      },
    });
    Validations.of(this.distribution).acknowledge(
      {
        id: 'AwsSolutions-CFR1',
        reason: 'The deployment does not know where its users are; an operator may add a restriction.',
      },
      {
        id: 'AwsSolutions-CFR3',
        reason:
          'It would store addresses and paths that identify people. The API logs each call without them.',
      },
    );
    if (domain) this.#address(domain);
    else {
      Validations.of(this.distribution).acknowledge(
        {
          id: 'AwsSolutions-CFR2',
          reason:
            'The firewall comes with a domain: without one the limits of the API and the accounts hold.',
        },
        {
          id: 'AwsSolutions-CFR4',
          reason: "CloudFront sets the lowest version of TLS itself at its own address; it can't be chosen.",
        },
      );
    }
  }

  #headers(name: string, headers: Readonly<Record<string, string>>): ResponseHeadersPolicy {
    const responseHeadersPolicyName = `${this.#name}-${name}`;
    return new ResponseHeadersPolicy(this, name, { responseHeadersPolicyName, ...headersPolicy(headers) });
  }

  /** The records that lead from the domain to the distribution, where the zone is in Route 53. */
  #address({ name, hostedZone }: NonNullable<Deployment['domain']>): void {
    if (!hostedZone) return;
    const zone = HostedZone.fromHostedZoneAttributes(this, 'Zone', {
      hostedZoneId: hostedZone.id,
      zoneName: hostedZone.name,
    });
    const target = RecordTarget.fromAlias(new CloudFrontTarget(this.distribution));
    // A name without a final dot would be taken as relative to the zone.
    const record = { zone, target, recordName: `${name}.` };
    new ARecord(this, 'Address', record);
    new AaaaRecord(this, 'AddressV6', record);
  }

  #pageAddress(): FunctionAssociation {
    // A CloudFront Function is a script, not a module: it exports nothing.
    const code = compile('page-address').replace(/export\s*\{.*\};?\s*$/, '');
    return {
      function: new CloudFrontFunction(this, 'PageAddress', {
        functionName: `${this.#name}-page-address`,
        code: FunctionCode.fromInline(code),
      }),
      eventType: FunctionEventType.VIEWER_REQUEST,
    };
  }

  #api(host: string, edge: EdgeStack | undefined): BehaviorOptions {
    return {
      origin: new HttpOrigin(host, {
        originSslProtocols: [OriginSslPolicy.TLS_V1_2],
        readTimeout: Duration.seconds(longestSeconds + 5),
      }),
      // Not a redirect: a caller that sends its access token unencrypted should notice.
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      allowedMethods: AllowedMethods.ALLOW_ALL,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      // Includes Authorization and leaves out Host: the gateway needs its own host name to know which API is meant.
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      // Functions send these themselves; the gateway's and CloudFront's own answers lack them.
      responseHeadersPolicy: this.#headers('ApiHeaders', secureHeaders),
      ...(edge && {
        edgeLambdas: [
          { functionVersion: edge.problemAnswers, eventType: LambdaEdgeEventType.ORIGIN_RESPONSE },
        ],
      }),
    };
  }
}

/**
 * Cached as long as the answer says, because it does not depend on the request: none of its headers reaches the API.
 */
function publicKeys({ originRequestPolicy: _, ...api }: BehaviorOptions): BehaviorOptions {
  return {
    ...api,
    allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
    cachePolicy: CachePolicy.CACHING_OPTIMIZED,
  };
}
