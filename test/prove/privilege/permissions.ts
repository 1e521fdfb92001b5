import type { IncomingHttpHeaders } from 'node:http';

/** A request to AWS as it goes over the wire. */
export interface AwsRequest {
  readonly headers: IncomingHttpHeaders;
  readonly path: string;
  readonly body: Buffer;
}

type Json = Readonly<Record<string, unknown>>;

export type Service = 'dynamodb' | 'kms' | 'ses' | 'sns';

export function serviceOf({ headers, path }: AwsRequest): Service {
  const target = String(headers['x-amz-target'] ?? '');
  if (target.startsWith('DynamoDB_')) return 'dynamodb';
  if (target.startsWith('TrentService.')) return 'kms';
  return path.startsWith('/v2/email/') ? 'ses' : 'sns';
}

/** What a role must allow for a request, in the words of its policy: an action and the resource it is done to. */
export function permissionsOf(request: AwsRequest, table: string): string[] {
  const operation = String(request.headers['x-amz-target'] ?? '').split('.')[1] ?? '';
  switch (serviceOf(request)) {
    case 'dynamodb':
      return ofTable(operation, json(request), table);
    case 'kms': {
      const { EncryptionContext } = json(request) as { EncryptionContext?: Json };
      const bound = EncryptionContext?.['service'] === 'countersign';
      return [`kms:${operation} ${bound ? 'secrets key' : 'a key, for whatever it is bound to'}`];
    }
    case 'ses': {
      const { FromEmailAddress, ConfigurationSetName } = json(request);
      const address = /<(.+)>$/.exec(String(FromEmailAddress))?.[1] ?? String(FromEmailAddress);
      const names = [`identity/${address}`, `identity/${address.split('@')[1]}`];
      return [...names, `configuration-set/${ConfigurationSetName}`].map((name) => `ses:SendEmail ${name}`);
    }
    case 'sns': {
      const form = new URLSearchParams(request.body.toString());
      const target = form.has('PhoneNumber') ? 'not a topic' : String(form.get('TopicArn'));
      return [`sns:${form.get('Action')} ${target}`];
    }
  }
}

const json = ({ body }: AwsRequest): Json => JSON.parse(body.toString()) as Json;

const itemActions = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
} as const;

/** A transaction needs the permissions of its items and none of its own. */
function ofTable(operation: string, input: Json, table: string): string[] {
  const {
    TableName,
    IndexName,
    RequestItems,
    TransactItems = [],
  } = input as {
    TableName?: string;
    IndexName?: string;
    RequestItems?: Json;
    TransactItems?: readonly Readonly<Record<string, { TableName: string }>>[];
  };
  const line = (action: string, name: string | undefined, index?: string) =>
    `dynamodb:${action} ${name === table ? 'table' : name}${index ? `/index/${index}` : ''}`;
  if (operation === 'TransactWriteItems') {
    return TransactItems.flatMap((item) =>
      Object.entries(item).map(([kind, { TableName }]) =>
        line(itemActions[kind as keyof typeof itemActions], TableName),
      ),
    );
  }
  if (RequestItems) return Object.keys(RequestItems).map((name) => line(operation, name));
  return [line(operation, TableName, IndexName)];
}
