import { Duration, Validations } from 'aws-cdk-lib';
import { Certificate, CertificateValidation } from 'aws-cdk-lib/aws-certificatemanager';
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
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import type { IVersion } from 'aws-cdk-lib/aws-lambda';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { assetHeaders, pageHeaders } from '../../build/page-headers.ts';
import { httpFunctions } from '../../functions/wiring/http-functions.ts';
import { config } from '../../infra.config.ts';
import { secureHeaders } from '../../lib/http/secure-headers.ts';
import { compile } from '../edge/compile.ts';
import { headersPolicy } from './headers.ts';
import { ProblemAnswers } from './problem-answers.ts';

interface EdgeProps {
  readonly apiHost: string;
  readonly pages: IBucket;
  readonly webAclArn: string;
}

/** The slowest function decides how long the edge waits. */
const longestSeconds = Math.max(
  ...httpFunctions.map(({ timeoutSeconds }) => timeoutSeconds ?? config.lambda.timeoutSeconds),
);

/** Files of these kinds have the hash of their content in their name. */
const hashed = ['*.js', '*.css', '*.svg', '*.woff2'];

/** One origin for callers and people: the API under `/v1/`, its public keys, the pages everywhere else. */
export class Edge extends Construct {
  readonly distribution: Distribution;

  constructor(scope: Construct, id: string, { apiHost, pages, webAclArn }: EdgeProps) {
    super(scope, id);
    const { hostname } = new URL(config.origin);
    const files = {
      origin: S3BucketOrigin.withOriginAccessControl(pages),
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      cachePolicy: CachePolicy.CACHING_OPTIMIZED,
    };
    const api = this.#api(apiHost);
    const assets = { ...files, responseHeadersPolicy: this.#headers('AssetHeaders', assetHeaders) };
    this.distribution = new Distribution(this, 'Distribution', {
      comment: config.service,
      domainNames: [hostname],
      certificate: new Certificate(this, 'Certificate', {
        domainName: hostname,
        validation: CertificateValidation.fromDns(),
      }),
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      httpVersion: HttpVersion.HTTP2_AND_3,
      webAclId: webAclArn,
      defaultBehavior: {
        ...files,
        responseHeadersPolicy: this.#headers('PageHeaders', pageHeaders),
        functionAssociations: [this.#pageAddress()],
      },
      additionalBehaviors: {
        // First, so that no path of the API is taken for a file.
        '/v1/*': api,
        '/.well-known/jwks.json': publicKeys(api),
        ...Object.fromEntries(hashed.map((pattern) => [pattern, assets])),
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
  }

  #headers(name: string, headers: Readonly<Record<string, string>>): ResponseHeadersPolicy {
    return new ResponseHeadersPolicy(this, name, headersPolicy(headers));
  }

  #pageAddress(): FunctionAssociation {
    // A CloudFront Function is a script, not a module: it exports nothing.
    const code = compile('page-address').replace(/export\s*\{.*\};?\s*$/, '');
    return {
      function: new CloudFrontFunction(this, 'PageAddress', { code: FunctionCode.fromInline(code) }),
      eventType: FunctionEventType.VIEWER_REQUEST,
    };
  }

  #api(host: string): BehaviorOptions {
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
      edgeLambdas: [
        {
          functionVersion: new ProblemAnswers(this, 'ProblemAnswers').currentVersion as IVersion,
          eventType: LambdaEdgeEventType.ORIGIN_RESPONSE,
        },
      ],
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
