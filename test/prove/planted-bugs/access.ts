import type { PlantedBug } from './planted-bug.ts';

const authorise = 'lib/http/authorise.ts';
const authorization = 'lib/domain/authorization.ts';

/** Callers' permissions, and what is accepted from a caller. */
export const access: readonly PlantedBug[] = [
  {
    what: 'every operator may do everything',
    file: authorise,
    find: 'if (!holds(roles, privilege)) throw',
    replace: 'if (roles.length === 0) throw',
    caughtBy: { file: 'test/api/authorization-matrix.test.ts', test: '%s may not, and learns nothing' },
  },
  {
    what: 'an ID token is taken for an access token',
    file: authorise,
    find: ' &&\n  !isIdToken(claims);',
    replace: ';',
    caughtBy: { file: 'test/api/claims.test.ts', test: 'rule 10: a token with %s is refused' },
  },
  {
    what: 'a token of any issuer is taken',
    file: authorise,
    find: "claims['iss'] === issuer.issuer &&",
    replace: '',
    caughtBy: { file: 'test/api/claims.test.ts', test: 'rule 10: a token with %s is refused' },
  },
  {
    what: 'operators may not act on their equals',
    file: authorization,
    find: 'rank(rolesOfUser) <= rank(actor.roles)',
    replace: 'rank(rolesOfUser) < rank(actor.roles)',
    caughtBy: {
      file: 'test/domain/authorization.test.ts',
      test: 'rule 10 an operator acts on users of the same rank and below, on nobody above, and never on themselves',
    },
  },
  {
    what: 'operators act on those above them',
    file: authorization,
    find: 'rank(rolesOfUser) <= rank(actor.roles)',
    replace: 'rank(rolesOfUser) >= 0',
    caughtBy: {
      file: 'test/api/ranks.test.ts',
      test: 'rule 10: who becomes an administrator is out of reach of the help desk at once',
    },
  },
  {
    what: 'operators act on themselves',
    file: authorization,
    find: 'isSameName(actor.name, userId)',
    replace: "isSameName(actor.name, '')",
    caughtBy: {
      file: 'test/enrollment/cancelled.test.ts',
      test: '3.18, rule 10 an operator cannot reset, disable or enroll oneself through the operator routes',
    },
  },
  {
    what: 'an own account in another spelling is somebody else’s',
    file: authorization,
    find: 'isSameName(actor.name, userId)',
    replace: 'actor.name === userId',
    caughtBy: {
      file: 'test/domain/authorization.test.ts',
      test: 'rule 10 an account is one’s own in whatever spelling the issuer and the service have of it',
    },
  },
  {
    what: 'names of groups are split at blanks',
    file: 'lib/http/access-token.ts',
    find: 'return Array.isArray(list) ? namesIn(list) : [claim];',
    replace: "return Array.isArray(list) ? namesIn(list) : claim.split(' ');",
    caughtBy: { file: 'test/api/claims.test.ts', test: 'rule 10: a token with %s is refused' },
  },
  {
    what: 'the token in the header need not be the one that was verified',
    file: 'lib/http/access-token.ts',
    find: 'return same ? claims : undefined;',
    replace: 'return same || claims ? claims : undefined;',
    caughtBy: { file: 'test/api/claims.test.ts', test: 'a token %s' },
  },
  {
    what: 'ending an enrollment needs less than the reset that it equals',
    file: 'lib/domain/effects.ts',
    find: "{ privileges: ['enrollment:reset'], attested: true }",
    replace: '{ privileges: [], attested: true }',
    caughtBy: {
      file: 'test/api/parity.test.ts',
      test: 'rule 10: who may not reset an enrollment does not end it by deleting the last token or replacing the key',
    },
  },
  {
    what: 'another application may read and answer a verification',
    file: 'lib/actions/verification/verification-ids.ts',
    find: 'if (started?.application !== applicationMark(actor)) throw',
    replace: 'if (!started) throw',
    caughtBy: {
      file: 'test/verification/owners.test.ts',
      test: 'to another one, a verification %s is none, in the words for an id that never was',
    },
  },
  {
    what: 'a change of one’s own factors needs no fresh factor',
    file: 'lib/actions/enrollment/fresh-factor.ts',
    find: '  if (!code)\n',
    replace:
      '  if (!code && user.state.enrolledAt !== undefined && now > 0) return { state, spent: false };\n  if (!code)\n',
    caughtBy: {
      file: 'test/tokens/self-service.test.ts',
      test: 'rule 9 without a fresh code nothing of one’s own changes; a wrong, spent or backup code is none',
    },
  },
  {
    what: 'an unknown field in an order is passed over',
    file: 'functions/reset.ts',
    find: 'const Proof = z.strictObject(',
    replace: 'const Proof = z.object(',
    caughtBy: { file: 'test/api/bad-bodies.test.ts', test: 'refuses fields that it does not know' },
  },
  {
    what: 'unknown parameters in the query are passed over',
    file: 'lib/http/read-call.ts',
    find: 'const nothing = z.strictObject({});',
    replace: 'const nothing = z.object({});',
    caughtBy: {
      file: 'test/api/bad-bodies.test.ts',
      test: 'rule 13: query parameters that a route does not know are refused',
    },
  },
  {
    what: 'an assertion without a right signature is believed',
    file: 'lib/crypto/jws.ts',
    find: 'if (error instanceof errors.JOSEError) return undefined;',
    replace:
      "if (error instanceof errors.JWSSignatureVerificationFailed) return JSON.parse(Buffer.from(compact.split('.')[1] ?? '', 'base64url').toString());\n    if (error instanceof errors.JOSEError) return undefined;",
    caughtBy: {
      file: 'test/assertions/offline.test.ts',
      test: 'one of which a claim, the header or the signature was changed',
    },
  },
  {
    what: 'the answer of a RADIUS server needs no Message-Authenticator',
    file: 'lib/delegation/radius-packet.ts',
    find: 'if (place === undefined || !isSigned(answer, place, sent)) return undefined;',
    replace: 'if (place !== undefined && !isSigned(answer, place, sent)) return undefined;',
    caughtBy: {
      file: 'test/delegation/radius-packet.test.ts',
      test: 'BLAST-RADIUS: when its Response Authenticator is right and its Message-Authenticator is missing',
    },
  },
  {
    what: 'a formula behind a blank gets into an export',
    file: 'web/console/parts/csv.ts',
    find: 'text.replace(beginning, "\'$1")',
    replace: 'text.replace(/^[=+@-]/, "\'$&")',
    caughtBy: {
      file: 'test/console/csv.test.ts',
      test: 'nor do quotes, blanks and what divides cells elsewhere hide one',
    },
  },
  {
    what: 'a function may do what it does not declare',
    file: 'functions/wiring/permissions.ts',
    find: "allow(named('dynamodb', needs.table), [tableArn])",
    replace: "allow(named('dynamodb', [...needs.table, 'Scan']), [tableArn])",
    caughtBy: { file: 'test/infra/roles.test.ts', test: 'may do what it declares, and nothing else' },
  },
  {
    what: 'the table cannot be restored to a point in time',
    file: 'cdk/constructs/table.ts',
    find: 'pointInTimeRecoveryEnabled: true',
    replace: 'pointInTimeRecoveryEnabled: false',
    caughtBy: {
      file: 'test/infra/service.test.ts',
      test: 'the table is as described, encrypted by a key of its own, recoverable, kept',
    },
  },
];
