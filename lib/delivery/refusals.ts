/**
 * Errors with which SES and SNS refuse a message for good, by the names that their clients give them, and what the
 * event of the message then says. Everything else passes: throttles, faults, networks.
 */
const permanent: Readonly<Record<string, string>> = {
  // SES (SendEmail): an address that is not confirmed, in the sandbox; or content that it does not take.
  MessageRejected: 'refused-by-provider',
  MailFromDomainNotVerifiedException: 'sender-not-confirmed',
  // SNS (Publish)
  InvalidParameterException: 'refused-by-provider',
  InvalidParameterValueException: 'refused-by-provider',
  OptedOutException: 'opted-out',
};

/**
 * Why another try of the message cannot succeed, if so.
 *
 * @param error of a provider's client
 */
export function refusedForGood(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const why = Object.hasOwn(permanent, error.name) ? permanent[error.name] : undefined;
  // SNS has no error of its own for numbers whose owners want no texts.
  return why && /opted out/i.test(error.message) ? 'opted-out' : why;
}
