import type { CloudFrontResponseEvent, CloudFrontResultResponse } from 'aws-lambda';
import { Problem } from '../../lib/domain/problems.ts';
import { problemAnswer } from '../../lib/http/problem-answer.ts';

/** What the gateway itself refuses, in the words of the closed list. For anything else only the status is known. */
const refusals: Readonly<Record<string, Problem>> = {
  400: new Problem('invalid-request', 'The request could not be read.'),
  401: new Problem('unauthenticated', 'Send a valid access token in the Authorization header.'),
  403: new Problem('forbidden', 'The access token lacks the scope that this route requires.'),
  413: new Problem('payload-too-large', 'Send less in one request.'),
};

/**
 * Gives the gateway's own answers (`{"message":"Unauthorized"}`) the form of all others, RFC 9457.
 *
 * Lambda@Edge on the origin response, because no other place can: CloudFront runs no viewer-response function when
 * the origin answers 400 or above, its custom error pages would replace the functions' problems as well, and an HTTP
 * API has no gateway responses to configure.
 */
export async function handler(event: CloudFrontResponseEvent): Promise<CloudFrontResultResponse | undefined> {
  const cf = event.Records[0]?.cf;
  if (!cf) return undefined;
  const { response } = cf;
  const type = response.headers['content-type']?.[0]?.value ?? '';
  if (Number(response.status) < 400 || type.startsWith('application/problem+json')) return response;
  const requestId = response.headers['apigw-requestid']?.[0]?.value ?? cf.config.requestId;
  const refusal = refusals[response.status];
  const problem = refusal
    ? problemAnswer(refusal, requestId, process.env['ORIGIN'] ?? '').body
    : {
        type: 'about:blank',
        title: response.statusDescription,
        status: Number(response.status),
        detail: 'The request did not reach the service. Try again later.',
        instance: requestId,
      };
  return {
    ...response,
    headers: {
      ...response.headers,
      'content-type': [{ key: 'Content-Type', value: 'application/problem+json' }],
      'cache-control': [{ key: 'Cache-Control', value: 'no-store' }],
    },
    body: JSON.stringify(problem),
    bodyEncoding: 'text',
  };
}
