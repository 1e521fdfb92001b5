import type { PlantedBug } from './planted-bug.ts';

const sealing = 'lib/crypto/sealing.ts';
const codes = 'lib/domain/codes.ts';
const belonging = 'JSON.stringify([purpose, userId, subjectId])';
const moved = {
  file: 'test/security/sealing.test.ts',
  test: 'moved to another user, token or purpose does not open',
};
const typed = {
  file: 'test/domain/codes.test.ts',
  test: 'such as %o is refused',
};

/** How secrets are kept, and what is taken for a code. */
export const secrets: readonly PlantedBug[] = [
  {
    what: 'a sealed value is not bound to its user',
    file: sealing,
    find: belonging,
    replace: 'JSON.stringify([purpose, subjectId])',
    caughtBy: moved,
  },
  {
    what: 'a sealed value is not bound to its token',
    file: sealing,
    find: belonging,
    replace: 'JSON.stringify([purpose, userId])',
    caughtBy: moved,
  },
  {
    what: 'what a sealed value is bound to runs together',
    file: sealing,
    find: belonging,
    replace: '[purpose, userId, subjectId].join("")',
    caughtBy: {
      file: 'test/security/sealing.test.ts',
      test: 'with user and token swapped, or with a letter moved from one to the other, does not open',
    },
  },
  {
    what: 'backup codes have no salt',
    file: 'lib/token-types/backup-codes.ts',
    find: 'salt: random(saltBytes),',
    replace: 'salt: Buffer.alloc(saltBytes),',
    caughtBy: {
      file: 'test/security/backup-codes.test.ts',
      test: 'is ten codes of four groups, each under a selector of its own, none of them in the record',
    },
  },
  {
    what: 'the selector of a backup code that does not exist is refused without a hash',
    file: 'lib/token-types/backup-codes.ts',
    find: 'const issuedTo = ownerOf(record, key, userId);',
    replace:
      "if (!record.hashes[selector]) return { outcome: 'wrong', selector };\n  const issuedTo = ownerOf(record, key, userId);",
    caughtBy: {
      file: 'test/security/backup-codes.test.ts',
      test: 'costs one and the same hash, right, wrong, spent, or of a selector that does not exist',
    },
  },
  {
    what: 'a sent code is in clear in its message',
    file: 'lib/actions/verification/send-code.ts',
    find: 'details: { expiresAt, token: tokenId },',
    replace: 'details: { expiresAt, code },',
    caughtBy: {
      file: 'test/tokens/sent-codes.test.ts',
      test: 'rule 7 a sent code is in clear nowhere in the table, on its way or after it',
    },
  },
  {
    what: 'an error tells the caller what nobody foresaw',
    file: 'lib/http/problem-answer.ts',
    find: `'The request failed. Its id is in "instance".'`,
    replace: 'String(error)',
    caughtBy: {
      file: 'test/api/faults.test.ts',
      test: 'rule 13: what nobody foresaw is a bare 500, and the log repeats nothing that was sent',
    },
  },
  {
    what: 'the log repeats the message of a fault',
    file: 'lib/log.ts',
    find: 'console.error({ ...context, name,',
    replace: 'console.error({ ...context, error, name,',
    caughtBy: {
      file: 'test/api/faults.test.ts',
      test: 'rule 13: what nobody foresaw is a bare 500, and the log repeats nothing that was sent',
    },
  },
  {
    what: 'any white space in a code is dropped',
    file: codes,
    find: 'typed.replaceAll(/[ -]/g',
    replace: 'typed.replaceAll(/[\\s-]/g',
    caughtBy: typed,
  },
  {
    what: 'the digits of other scripts are read as digits',
    file: codes,
    find: 'const value = typed.replaceAll(',
    replace: "const value = typed.normalize('NFKC').replaceAll(",
    caughtBy: typed,
  },
  {
    what: 'a code of one digit is one',
    file: codes,
    find: '/^[0-9]{4,10}$/',
    replace: '/^[0-9]{1,10}$/',
    caughtBy: typed,
  },
  {
    what: 'a line break behind the digits is let pass',
    file: codes,
    find: '/^[0-9]{4,10}$/',
    replace: '/^[0-9]{4,10}$/m',
    caughtBy: typed,
  },
];
