import type { IncomingHttpHeaders } from 'node:http';

/** A request to AWS as it goes over the wire. */
export interface AwsRequest {
  readonly headers: IncomingHttpHeaders;
  readonly path: string;
  readonly body: Buffer;
}

type Json = Readonly<Record<string, unknown>>;

export type Service = 'dynamodb' | 'kms' | 'ses' | 'sns';

export function serviceOf({ headers, body }: AwsRequest): Service {
  const target = String(headers['x-amz-target'] ?? '');
  if (target.startsWith('DynamoDB_')) return 'dynamodb';
  if (target.startsWith('TrentService.')) return 'kms';
  return form({ body }).get('Version') === sesVersion ? 'ses' : 'sns';
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
      const { Action, ConfigurationSetName } = Object.fromEntries(form(request));
      // SES asks for the identity of the sender, and in the sandbox for that of each recipient.
      const names = ['identity/*', `configuration-set/${ConfigurationSetName}`];
      return names.map((name) => `ses:${Action} ${name}`);
    }
    case 'sns': {
      const { Action, PhoneNumber, TopicArn } = Object.fromEntries(form(request));
      return [`sns:${Action} ${PhoneNumber === undefined ? TopicArn : 'not a topic'}`];
    }
  }
}

/** SES and SNS take forms at the same path; the version of the interface tells whose a form is. */
const sesVersion = '2010-12-01';

const form = ({ body }: Pick<AwsRequest, 'body'>) => new URLSearchParams(body.toString());

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
