/** Answers of the setup link's API, as its schemas have them. */
export const details = {
  displayName: 'Ada Lovelace',
  issuer: 'Example',
  secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
  otpauthUri: 'otpauth://totp/Example:ada?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Example',
  qrCodeSvg: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1H0z"/></svg>',
  expiresAt: '2030-01-31T12:00:00.000Z',
};

const backupCodes = ['first-code', 'second-code'];
export const opened = { status: 200, body: details };
export const confirmed = { status: 200, body: { backupCodes } };
export const refused = (status: number, code: string, more = {}, headers = {}) => ({
  status,
  body: { code, status, title: code, ...more },
  headers,
});
