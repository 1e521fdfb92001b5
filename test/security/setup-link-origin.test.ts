import { expect } from 'vitest';
import { createUser } from '../support/people.ts';
import { test, world } from '../support/world-test.ts';

const foreign = 'evil.example';
const forged = {
  host: foreign,
  'x-forwarded-host': foreign,
  'x-original-host': foreign,
  'x-forwarded-server': foreign,
  'x-host': foreign,
  'x-forwarded-proto': 'http',
  'x-forwarded-prefix': `//${foreign}`,
  'x-original-url': `https://${foreign}/setup`,
  'x-rewrite-url': `https://${foreign}/setup`,
  forwarded: `for=192.0.2.1;host=${foreign};proto=http`,
  origin: `https://${foreign}`,
  referer: `https://${foreign}/`,
};

const ways: readonly [method: string, path: string, status: number, body: object][] = [
  ['POST', 'setup-links', 202, {}],
  ['PUT', 'totp', 200, { sendLink: true }],
];

test.each(ways)(
  'rule 8: a link sent by %s %s leads to the configured origin, whatever host the request names',
  async (method, path, status, body) => {
    const userId = await createUser(world);
    for (const headers of [...Object.entries(forged).map(([name, value]) => ({ [name]: value })), forged]) {
      world.mails.length = 0;
      await world.api.expect(status, method, `/v1/users/${userId}/${path}`, { body, headers });
      await world.drain();
      const mail = world.mails.find(({ text }) => text.includes('/setup#'));
      const links = [...JSON.stringify(mail).matchAll(/https?:\/\/[^\s"<\\]+/g)].map(([link]) => link);
      expect(links).toHaveLength(3);
      for (const link of links) expect(link).toMatch(/^https:\/\/countersign\.test\/setup#[\w-]{43}$/);
      expect(JSON.stringify(world.mails)).not.toContain(foreign);
    }
  },
);

test('rule 8: what a request names as its host is in no answer either', async () => {
  for (const [method, path] of [
    ['GET', '/v1/users/nobody'],
    ['POST', '/v1/users'],
    ['GET', '/v1/overview'],
  ] as const) {
    const answer = await world.api.call(method, path, { headers: forged });
    expect(JSON.stringify(answer)).not.toContain(foreign);
  }
});
