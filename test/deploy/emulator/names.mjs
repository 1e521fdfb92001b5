// Loaded before a command of the project: what leads the SDKs to the emulator does not lead `fetch` there.
const emulator = process.env.AWS_ENDPOINT_URL;
const toAws = globalThis.fetch;

globalThis.fetch = (input, init) => {
  const { hostname, pathname, search } = new URL(String(input));
  const isThere = /^cognito-idp\.[\w-]+\.amazonaws\.com$/.test(hostname);
  return toAws(isThere ? `${emulator}${pathname}${search}` : input, init);
};
