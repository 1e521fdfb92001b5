interface CloudFrontEvent {
  readonly request: { uri: string };
}

/**
 * CloudFront Function: a page's address without a file name (`/setup`, `/docs/`) maps to its `index.html`, and the
 * root to the console's.
 */
export function handler({ request }: CloudFrontEvent): CloudFrontEvent['request'] {
  const isFile = /\.[^/]*$/.test(request.uri);
  if (request.uri === '/') request.uri = '/console';
  if (!isFile) request.uri = request.uri.replace(/\/?$/, '/index.html');
  return request;
}
