/**
 * Takes the setup link's token out of the address, so that it stays in no history, bookmark or screenshot. From
 * here on it lives in memory only.
 */
export function takeLinkToken(): string | undefined {
  const token = location.hash.slice(1);
  if (token) history.replaceState(null, '', location.pathname);
  return token || undefined;
}
