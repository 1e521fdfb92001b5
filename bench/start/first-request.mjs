// Loads the function whose file is named and hands it one attempt. The process that started this one waits for the
// first request at its table.
const { handler } = await import(process.argv[2]);
const [issuer] = JSON.parse(process.env.IDENTITY);
const claims = {
  iss: issuer.issuer,
  aud: issuer.audiences[0],
  sub: 'app',
  client_id: 'app',
  scope: 'countersign/verify',
  exp: Math.floor(Date.now() / 1000) + 600,
};
const token = `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.e30`;
const verificationId = `${Buffer.alloc(16, 7).toString('base64url')}.${Buffer.from('ada').toString('base64url')}`;
const event = {
  version: '2.0',
  routeKey: 'POST /v1/verifications/{verificationId}/attempts',
  rawPath: `/v1/verifications/${verificationId}/attempts`,
  headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
  pathParameters: { verificationId },
  requestContext: {
    requestId: 'start',
    timeEpoch: Date.now(),
    http: { method: 'POST', path: '/', sourceIp: '192.0.2.1', userAgent: 'bench', protocol: 'HTTP/1.1' },
    authorizer: {
      jwt: {
        claims: { ...claims, exp: String(claims.exp) },
        scopes: null,
      },
    },
  },
  body: JSON.stringify({ code: '123456' }),
  isBase64Encoded: false,
};
const context = { awsRequestId: 'start', functionName: 'verify', getRemainingTimeInMillis: () => 10_000 };
const answer = await handler(event, context);
// Not reached by a function that asks its table: the process is ended when the request has arrived.
console.error(`answered without a request: ${JSON.stringify(answer)}`);
process.exit(1);
