import type { PlantedBug } from './planted-bug.ts';

const outbox = 'lib/store/outbox.ts';
const deliver = 'lib/delivery/deliver.ts';
const setupLinks = 'lib/actions/enrollment/setup-links.ts';
const pending = 'lib/domain/pending.ts';
const opened = {
  file: 'test/enrollment/setup-links.test.ts',
  test: 'D6, N.01 a scanner that opens a link again and again leaves the user as they are, and the person can still use it',
};
const lasting = {
  file: 'test/enrollment/setup-links.test.ts',
  test: 'rule 8: a link works for 24 hours and not a second longer',
};

/** Links and messages: when they are sent, and until when they are good. */
export const messages: readonly PlantedBug[] = [
  {
    what: 'a link is used up by opening it',
    file: setupLinks,
    find: ': { answer };',
    replace:
      ": { state: (({ link: _, ...rest }) => rest)(user.state), event: { type: 'link.pin-accepted' }, answer };",
    caughtBy: opened,
  },
  {
    what: 'the end of a link is left to the purge of its item',
    file: pending,
    find: 'return link && link.expiresAt > now && pending',
    replace: 'return link && pending',
    caughtBy: lasting,
  },
  {
    what: 'a link lasts a second longer',
    file: pending,
    find: 'link.expiresAt > now &&',
    replace: 'link.expiresAt >= now &&',
    caughtBy: lasting,
  },
  {
    what: 'an earlier link stays alive beside a newer one',
    file: setupLinks,
    find: 'linked?.link.hash === hash && state.enabled',
    replace: 'linked && state.enabled',
    caughtBy: {
      file: 'test/enrollment/revoked-links.test.ts',
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
    what: 'every opening of a link shows the same key',
    file: 'lib/actions/enrollment/link-openings.ts',
    find: 'link.hash, String(opening)]',
    replace: 'link.hash]',
    caughtBy: {
      file: 'test/enrollment/setup-links.test.ts',
      test: 'rule 8 each opening shows a key of its own: who opened the link before has no key of the person',
    },
  },
  {
    what: 'a link shows another key than the one that an operator has displayed',
    file: 'lib/actions/enrollment/link-openings.ts',
    find: 'pending.seen || link.keyId === undefined;',
    replace: 'link.keyId === undefined;',
    caughtBy: {
      file: 'test/enrollment/setup-links.test.ts',
      test: 'D9 a link shows the key that an operator has displayed or typed, says so, and a second link shows the same',
    },
  },
  {
    what: 'one more token that waits takes the place of another',
    file: pending,
    find: 'const others = { ...state.pending, [pending.tokenId]: pending };',
    replace: 'const others = { [pending.tokenId]: pending };',
    caughtBy: {
      file: 'test/enrollment/side-by-side.test.ts',
      test: 'P.04 tokens that wait do so side by side, and each is confirmed by its own code',
    },
  },
  {
    what: 'a code that was sent is good until its item is purged',
    file: 'lib/actions/verification/judge-code.ts',
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
      test: 'rule 7 P.07 a number gets twenty codes a day, whatever the verification',
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
