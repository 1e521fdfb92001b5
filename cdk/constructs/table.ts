import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AttributeType,
  Billing,
  ProjectionType,
  StreamViewType,
  TableEncryptionV2,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { tableDescription } from '../../lib/store/table.ts';

const attributeTypes = { S: AttributeType.STRING, N: AttributeType.NUMBER } as const;
const attribute = ({ name, type }: { name: string; type: keyof typeof attributeTypes }) => ({
  name,
  type: attributeTypes[type],
});

/** The one table, under a key of its own: permission to open secrets is separate from permission to read items. */
export class ServiceTable extends TableV2 {
  /** Encrypts the table's storage, never a secret itself. */
  readonly storageKey: Key;
  readonly streamArn: string;

  constructor(scope: Construct, id: string) {
    const storageKey = new Key(scope, `${id}Key`, {
      description: 'Countersign: storage of the table',
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    super(scope, id, {
      partitionKey: attribute({ name: tableDescription.partitionKey, type: 'S' }),
      sortKey: attribute({ name: tableDescription.sortKey, type: 'S' }),
      globalSecondaryIndexes: tableDescription.indexes.map(({ name, partitionKey, sortKey }) => ({
        indexName: name,
        partitionKey: attribute(partitionKey),
        sortKey: attribute(sortKey),
        projectionType: ProjectionType.KEYS_ONLY,
      })),
      timeToLiveAttribute: tableDescription.timeToLive,
      billing: Billing.onDemand(),
      dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
      encryption: TableEncryptionV2.customerManagedKey(storageKey),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    if (!this.tableStreamArn) throw new Error('The table has no stream');
    this.storageKey = storageKey;
    this.streamArn = this.tableStreamArn;
  }
}
