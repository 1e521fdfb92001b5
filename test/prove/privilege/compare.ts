/** What a role is given for what AWS does in the function's name, and for its log. */
const byAws = /^(logs:\w+ \/aws\/lambda\/|sqs:SendMessage |dynamodb:\w+ stream$|kms:\w+ storage key$)/;

const writing = /^dynamodb:(Put|Update|Delete)Item table$/;
const ofStorageKey = {
  reading: ['Decrypt', 'DescribeKey'],
  writing: ['Encrypt', 'GenerateDataKey', 'ReEncryptFrom', 'ReEncryptTo'],
} as const;

/** A condition says who sends as whom: the resource cannot, for in the sandbox it is the recipient as well. */
const isWildcard = (line: string): boolean =>
  line !== 'ses:SendEmail identity/*' && (line.split(' not ')[0] ?? '').includes('*');

/** `ses` lines of a policy name the account; a call names what it sends as. */
const plain = (line: string): string =>
  line
    .replace(/^(ses:\w+) arn:aws:ses:[\w-]+:<AWS::AccountId>:/, '$1 ')
    .replace(/not arn:aws:sns:\*:\*:\*$/, 'not a topic');

/**
 * Where a policy and the calls of its function differ, both ways.
 *
 * @param stream whether AWS reads the table's stream for it
 */
export function differences(
  policy: readonly string[],
  recorded: ReadonlySet<string>,
  stream: boolean,
): string[] {
  const allowed = new Set(policy.map(plain));
  const own = [...allowed].filter((line) => !byAws.test(line));
  const tables = [...recorded].some((line) => line.startsWith('dynamodb:'));
  const storage = [
    ...(tables || stream ? ofStorageKey.reading : []),
    ...([...recorded].some((line) => writing.test(line)) ? ofStorageKey.writing : []),
  ].map((action) => `kms:${action} storage key`);
  const storageAllowed = [...allowed].filter((line) => line.endsWith(' storage key'));
  return [
    ...[...recorded, ...storage]
      .filter((line) => !allowed.has(line))
      .map((line) => `is called, not allowed: ${line}`),
    ...own.filter((line) => !recorded.has(line)).map((line) => `is allowed, never called: ${line}`),
    ...storageAllowed
      .filter((line) => !storage.includes(line))
      .map((line) => `is allowed, never needed: ${line}`),
    ...own.filter(isWildcard).map((line) => `is a wildcard: ${line}`),
  ];
}

/**
 * How many faults the comparison would pass by: each permission of a sound policy left out, each call left out, and
 * permissions that nobody needs.
 */
export function unnoticedFaults(
  policy: readonly string[],
  recorded: ReadonlySet<string>,
  stream: boolean,
): number {
  const planted = [
    ...policy
      .filter((line) => !byAws.test(line) || line.endsWith(' storage key'))
      .map((line) =>
        differences(
          policy.filter((other) => other !== line),
          recorded,
          stream,
        ),
      ),
    ...[...recorded].map((line) =>
      differences(policy, new Set([...recorded].filter((other) => other !== line)), stream),
    ),
    ...['dynamodb:Scan table', 'dynamodb:* table', 'kms:Encrypt secrets key', 's3:GetObject *'].map((line) =>
      differences([...policy, line], recorded, stream),
    ),
  ];
  return planted.filter((found) => found.length === 0).length;
}
