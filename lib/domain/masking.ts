/** `p•••@e•••.org`: enough to recognise one's own address, too little to learn somebody else's. */
export function maskEmail(email: string): string {
  const [local = '', domain = ''] = email.split('@');
  const dot = domain.lastIndexOf('.');
  const [host, ending] = dot > 0 ? [domain.slice(0, dot), domain.slice(dot)] : [domain, ''];
  return `${[...local][0] ?? ''}•••@${[...host][0] ?? ''}•••${ending}`;
}

/** `+44•••••23`: the country and the last two digits. */
export function maskPhone(number: string, countryCode: string): string {
  return `+${countryCode}${'•'.repeat(Math.max(3, number.length - countryCode.length - 3))}${number.slice(-2)}`;
}

/** `a•••`, or like an address if it is one: an account at a provider is often the user's address. */
export const maskAccount = (account: string): string =>
  account.includes('@') ? maskEmail(account) : `${[...account][0] ?? ''}•••`;
