import type { PlantedBug } from './planted-bug.ts';

const outbox = 'lib/store/outbox.ts';
const deliver = 'lib/delivery/deliver.ts';
const setupLinks = 'lib/actions/setup-links.ts';
const opened = {
  file: 'test/functions/setup-links.test.ts',
  test: 'D6, N.01 a scanner that opens a link again and again changes nothing, and the person can still use it',
};
const lasting = {
  file: 'test/functions/setup-links.test.ts',
  test: 'rule 8: a link works for 24 hours and not a second longer',
};

/** Links and messages: when they are sent, and until when they are good. */
export const messages: readonly PlantedBug[] = [
  {
    what: 'a link is used up by opening it',
    file: setupLinks,
    find: ': { answer };',
    replace:
      ": { state: (({ link: _, ...rest }) => rest)(user.state), event: { type: 'link.opened' }, answer };",
    caughtBy: opened,
  },
  {
    what: 'the end of a link is left to the purge of its item',
    file: setupLinks,
    find: 'whole && link.expiresAt > now && state.enabled',
    replace: 'whole && state.enabled',
    caughtBy: lasting,
  },
  {
    what: 'a link lasts a second longer',
    file: setupLinks,
    find: 'link.expiresAt > now &&',
    replace: 'link.expiresAt >= now &&',
    caughtBy: lasting,
  },
  {
    what: 'an earlier link stays alive beside a newer one',
    file: setupLinks,
    find: 'link.hash === hash && link.tokenId === pending.tokenId',
    replace: 'link.tokenId === pending.tokenId',
    caughtBy: {
      file: 'test/functions/revoked-links.test.ts',
      test: 'rule 8: the new link works after the earlier one was tried',
    },
  },
  {
    what: 'the host that a request names is the origin of links',
    file: 'lib/http/function-handler.ts',
    find: 'return toResult(await route.handle(call as never, services()));',
    replace: [
      "const host = event.headers['x-forwarded-host'] ?? event.headers['host'];",
      // biome-ignore lint/suspicious/noTemplateCurlyInString: code to plant
      'const origin = host ? { origin: `https://${host}` } : {};',
      'return toResult(await route.handle(call as never, Object.assign(services(), origin)));',
    ].join('\n'),
    caughtBy: {
      file: 'test/security/setup-link-origin.test.ts',
      test: 'rule 8: a link sent by %s %s leads to the configured origin, whatever host the request names',
    },
  },
  {
    what: 'a key that somebody may have seen is sent again',
    file: 'lib/actions/new-key.ts',
    find: '(pending.typed || !pending.shown)',
    replace: '(pending.typed || pending.shown)',
    caughtBy: {
      file: 'test/functions/reveal.test.ts',
      test: 'D5 a generated key that an operator has seen is not the one that a later link enrolls',
    },
  },
  {
    what: 'a code that was sent is good until its item is purged',
    file: 'lib/actions/judge-code.ts',
    find: ' || sent.expiresAt <= now)',
    replace: ')',
    caughtBy: {
      file: 'test/tokens/sent-codes.test.ts',
      test: 'rule 7 a code is refused after five minutes',
    },
  },
  {
    what: 'a message is sent at the second at which it is over',
    file: deliver,
    find: "if (notAfter <= now) return 'expired';",
    replace: "if (notAfter < now) return 'expired';",
    caughtBy: {
      file: 'test/delivery/dropped.test.ts',
      test: 'rule 8: when its link has expired, at that very second',
    },
  },
  {
    what: 'a link that was revoked is mailed all the same',
    file: deliver,
    find: '(linkHash !== undefined && user.state.link?.hash !== linkHash) ||',
    replace: '(linkHash !== undefined && !user.state.link) ||',
    caughtBy: {
      file: 'test/delivery/dropped.test.ts',
      test: 'rule 8: when a newer link has taken its place, and the newer one is sent',
    },
  },
  {
    what: 'a message that is being sent is taken by another sender',
    file: outbox,
    find: 'leaseUntil < :now)',
    replace: 'leaseUntil <> :now)',
    caughtBy: {
      file: 'test/delivery/outbox.test.ts',
      test: 'G14 that 16 senders take at once is sent by one of them',
    },
  },
  {
    what: 'a sender that lost its lease ends the message of the next one',
    file: outbox,
    find: "leaseUntil, duePk, dueAt`,\n    ConditionExpression: '#status = :sending AND attempts = :attempts',",
    replace:
      "leaseUntil, duePk, dueAt`,\n    ConditionExpression: '#status <> :sending OR attempts <= :attempts OR attempts > :attempts',",
    caughtBy: {
      file: 'test/delivery/outbox.test.ts',
      test: 'G14 whose sender is slower than its lease is sent twice at most, and recorded once',
    },
  },
  {
    what: 'a cap on messages is off by one',
    file: 'lib/store/send-caps.ts',
    find: "':left': most - parts,",
    replace: "':left': most - parts + 1,",
    caughtBy: {
      file: 'test/tokens/sent-codes.test.ts',
      test: 'rule 7 a number gets twenty codes a day, whatever the verification',
    },
  },
  {
    what: 'a fourth code is sent for one verification',
    file: 'lib/domain/send-limits.ts',
    find: 'previous.sends >= sendsPerChallenge',
    replace: 'previous.sends > sendsPerChallenge',
    caughtBy: {
      file: 'test/tokens/sent-codes.test.ts',
      test: 'rule 7 a new code kills the old one, resending is spaced, and three are the most',
    },
  },
  {
    what: 'the page leaves the token of its link in the address',
    file: 'web/setup/link-token.ts',
    find: "if (token) history.replaceState(null, '', location.pathname);",
    replace: '',
    caughtBy: {
      file: 'test/browser/setup-page.test.ts',
      test: 'the token leaves the address bar and is in no request address or header, no page and no storage',
    },
  },
];
