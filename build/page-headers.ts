/**
 * What a page of this service may do: load its own files, call its own API and sign people in, nothing else. No
 * inline script or style, no frame around it, no string that becomes markup or script, no caching, no referrer.
 */
const contentSecurityPolicy = (origins: readonly string[]): string[] => [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  ['connect-src', "'self'", ...origins].join(' '),
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
];

const permissionsPolicy = [
  'camera=()',
  'display-capture=()',
  'geolocation=()',
  'microphone=()',
  'payment=()',
  'usb=()',
];

/** Headers of everything under a page's address. CDK's edge and the local runner send exactly these. */
const headers = (origins: readonly string[]) => ({
  'content-security-policy': contentSecurityPolicy(origins).join('; '),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': permissionsPolicy.join(', '),
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-content-type-options': 'nosniff',
});

type Headers = Readonly<Record<string, string>>;

/**
 * Headers of an HTML page.
 *
 * @param origins the only other ones that pages talk to: the code of a sign-in is exchanged there
 */
export const pageHeaders = (origins: readonly string[]): Headers => ({
  ...headers(origins),
  'cache-control': 'no-store',
});

/** How long a file may be kept whose name contains the hash of its content. */
export const assetCaching = 'public, max-age=31536000, immutable';

/** Headers of such a file. */
export const assetHeaders: Headers = { ...headers([]), 'cache-control': assetCaching };
