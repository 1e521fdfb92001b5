import { config } from '../infra.config.ts';

/** The only other origin that pages talk to: the code of a sign-in is exchanged there. */
const { origin: tokenOrigin } = new URL(config.identity.signIn.tokenEndpoint);

/**
 * What a page of this service may do: load its own files, call its own API and sign people in, nothing else. No
 * inline script or style, no frame around it, no string that becomes markup or script, no caching, no referrer.
 */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  `connect-src 'self' ${tokenOrigin}`,
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
const headers = {
  'content-security-policy': contentSecurityPolicy.join('; '),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': permissionsPolicy.join(', '),
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-content-type-options': 'nosniff',
} as const;

/** Headers of an HTML page. */
export const pageHeaders: Readonly<Record<string, string>> = { ...headers, 'cache-control': 'no-store' };

/** Headers of a file whose name contains the hash of its content. */
export const assetHeaders: Readonly<Record<string, string>> = {
  ...headers,
  'cache-control': 'public, max-age=31536000, immutable',
};
