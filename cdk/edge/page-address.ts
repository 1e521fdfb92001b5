interface Event {
  readonly request: { uri: string };
}

/** CloudFront Function: a page's address without a file name (`/setup`, `/docs/`) stands for its `index.html`. */
export function handler({ request }: Event): Event['request'] {
  const isFile = /\.[^/]*$/.test(request.uri);
  if (!isFile) request.uri = request.uri.replace(/\/?$/, '/index.html');
  return request;
}
