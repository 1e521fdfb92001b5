/** The calls that change tokens, by operators and by users on their own accounts. */
const tokenBodies = {
  enrollToken: { type: 'totp' },
  confirmToken: { code: '123456' },
  testToken: { code: '123456' },
  resetToken: { codes: ['123456', '234567'] },
  replaceToken: { by: 'virtual' },
  addMyToken: { type: 'totp' },
  confirmMyToken: { code: '123456' },
  removeMyToken: { code: '123456' },
  regenerateMyBackupCodes: { code: '123456' },
  sendVerificationCode: { tokenId: 'one' },
};

/** What each endpoint that takes a body accepts. */
export const bodies: Record<string, object> = {
  startVerification: { userId: 'somebody' },
  attemptVerification: { code: '123456' },
  confirmEnrollment: { code: '123456' },
  openSetupLink: { token: 'x'.repeat(43) },
  confirmSetupLink: { token: 'x'.repeat(43), code: '123456' },
  createUser: { userId: 'somebody', displayName: 'X', email: 'x@example.org' },
  changeUser: { displayName: 'X' },
  resetEnrollment: { identityVerified: true },
  restoreAccess: { identityVerified: true },
  issueLostTokenCode: { tokenId: 'lost', days: 3, identityVerified: true },
  grantBypass: { minutes: 5, identityVerified: true, reason: 'broke the phone' },
  replaceTokenType: { by: 'virtual', dryRun: false },
  changeSettings: { totpWindow: 1 },
  runExpiry: { force: true },
  restoreExpired: { run: '2026-03-02T09:00:00.000Z', dryRun: false },
  getSettingsImpact: { totpWindow: 1 },
  copyClass: { name: 'Copy' },
  copyUser: { userId: 'another', displayName: 'X', email: 'x@example.org' },
  renameUser: { newUserId: 'another' },
  redeemAssertion: { assertion: 'x.y.z' },
  putRole: { type: 'Group', twoFactorRequired: true },
  reassignHardwareToken: { userId: 'somebody' },
  ...tokenBodies,
  putProvider: {
    kind: 'https',
    url: 'https://factor.example.org/',
    secret: `whsec_${'A'.repeat(32)}`,
    timeoutMilliseconds: 1_000,
  },
};
/** Of endpoints that take a file. */
export const documents: Record<string, object> = {
  importHardwareTokens: {
    rawBody: `serial,secret,type\nA-1,${'31'.repeat(20)},totp`,
    headers: { 'content-type': 'text/csv' },
  },
  importUsers: {
    rawBody: '{"userId":"somebody","displayName":"X","email":"x@example.org"}',
    headers: { 'content-type': 'application/x-ndjson' },
  },
};
