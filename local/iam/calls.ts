import type { RoleResources } from '../../functions/wiring/permissions.ts';
import type { Call } from './evaluate.ts';

export type Service = 'dynamodb' | 'kms' | 'ses' | 'sns';

/** A request to AWS, as far as IAM looks at it. */
export interface AwsRequest {
  readonly service: Service;
  /** The header `x-amz-target`, where the service has one. */
  readonly target: string;
  readonly body: string;
}

type Key = Readonly<Record<string, { readonly S?: string }>>;

interface Touched {
  readonly Key?: Key;
  readonly Item?: Key;
}

interface TableInput extends Touched {
  readonly IndexName?: string;
  readonly KeyConditionExpression?: string;
  readonly ExpressionAttributeValues?: Key;
  readonly RequestItems?: Readonly<Record<string, { readonly Keys: readonly Key[] }>>;
  readonly TransactItems?: readonly Readonly<Record<string, Touched>>[];
}

/** What a request does to which resource. A transaction does what its items do. */
export function callsOf({ service, target, body }: AwsRequest, resources: RoleResources): Call[] {
  const operation = target.split('.')[1] ?? '';
  if (service === 'dynamodb') return tableCalls(operation, JSON.parse(body), resources);
  if (service === 'kms') return [keyCall(operation, JSON.parse(body), resources)];
  const form = new URLSearchParams(body);
  return service === 'ses' ? mailCalls(form, resources) : [textCall(form)];
}

function tableCalls(operation: string, input: TableInput, { tableArn }: RoleResources): Call[] {
  const call = (action: string, partitions: readonly (string | undefined)[], index?: string): Call => ({
    action: `dynamodb:${action}`,
    resource: index ? `${tableArn}/index/${index}` : tableArn,
    context: { 'dynamodb:LeadingKeys': partitions.filter((one) => one !== undefined) },
  });
  const { TransactItems, RequestItems, IndexName } = input;
  if (TransactItems) {
    return TransactItems.flatMap((item) =>
      Object.entries(item).map(([kind, touched]) =>
        call(kind === 'ConditionCheck' ? 'ConditionCheckItem' : `${kind}Item`, [partitionOf(touched)]),
      ),
    );
  }
  if (RequestItems) {
    const keys = Object.values(RequestItems).flatMap(({ Keys }) => Keys);
    return [
      call(
        operation,
        keys.map((Key) => partitionOf({ Key })),
      ),
    ];
  }
  return [call(operation, [partitionOf(input) ?? queried(input)], IndexName)];
}

const partitionOf = ({ Key, Item }: Touched): string | undefined => (Key ?? Item)?.['pk']?.S;

/** The value that a Query's condition compares the partition key with. */
function queried({ KeyConditionExpression = '', ExpressionAttributeValues }: TableInput): string | undefined {
  const [, placeholder = ''] = /^\s*#?\w+\s*=\s*(:\w+)/.exec(KeyConditionExpression) ?? [];
  return ExpressionAttributeValues?.[placeholder]?.S;
}

interface KeyInput {
  readonly KeyId?: string;
  readonly EncryptionContext?: Readonly<Record<string, string>>;
}

const keyCall = (
  operation: string,
  { KeyId, EncryptionContext = {} }: KeyInput,
  { secretsKeyArn }: RoleResources,
): Call => ({
  action: `kms:${operation}`,
  // What is to be opened names its key itself.
  resource: KeyId ?? secretsKeyArn,
  context: Object.fromEntries(
    Object.entries(EncryptionContext).map(([name, value]) => [`kms:EncryptionContext:${name}`, [value]]),
  ),
});

/** SES asks for the identity of the sender, for that of each recipient in the sandbox, and for the configuration set. */
function mailCalls(form: URLSearchParams, { identitiesArn, configurationSetArn }: RoleResources): Call[] {
  const source = form.get('Source') ?? '';
  const sender = /<(.+)>$/.exec(source)?.[1] ?? source;
  const set = form.get('ConfigurationSetName');
  const resources = [
    ...[sender, form.get('Destination.ToAddresses.member.1') ?? ''].map((address) =>
      identitiesArn.replace('*', address),
    ),
    ...(set === null ? [] : [configurationSetArn.replace(/[^/]+$/, set)]),
  ];
  return resources.map((resource) => ({
    action: `ses:${form.get('Action')}`,
    resource,
    context: { 'ses:FromAddress': [sender] },
  }));
}

const textCall = (form: URLSearchParams): Call => ({
  action: `sns:${form.get('Action')}`,
  resource: form.get('PhoneNumber') ?? form.get('TopicArn') ?? '',
  context: {},
});
