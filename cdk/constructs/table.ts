import { RemovalPolicy, Stack, Tags } from 'aws-cdk-lib';
import {
  AttributeType,
  Billing,
  ProjectionType,
  StreamViewType,
  TableEncryptionV2,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { Construct, type IConstruct } from 'constructs';
import { tableDescription } from '../../lib/store/table.ts';
import { type Adopted, secretsKeyTag } from '../deployment.ts';

const attributeTypes = { S: AttributeType.STRING, N: AttributeType.NUMBER } as const;
const attribute = ({ name, type }: { name: string; type: keyof typeof attributeTypes }) => ({
  name,
  type: attributeTypes[type],
});

/** The one table, as functions use it. */
export interface ServiceTable extends IConstruct {
  readonly tableName: string;
  readonly tableArn: string;
  readonly streamArn: string;
  /** Encrypts the table's storage, never a secret itself. */
  readonly storageKey: IKey;
}

/** A table under a key of its own: permission to open secrets is separate from permission to read items. */
export class OwnTable extends TableV2 implements ServiceTable {
  readonly storageKey: Key;
  readonly streamArn: string;

  constructor(scope: Construct, id: string, secretsKey: IKey) {
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
    Tags.of(this).add(secretsKeyTag, secretsKey.keyArn);
    this.storageKey = storageKey;
    this.streamArn = this.tableStreamArn;
  }
}

/** A table that already exists: kept by a stack that was deleted, or restored from a backup. */
export class AdoptedTable extends Construct implements ServiceTable {
  readonly tableName: string;
  readonly tableArn: string;
  readonly streamArn: string;
  readonly storageKey: IKey;

  constructor(scope: Construct, id: string, { table, streamArn, storageKeyArn }: Adopted) {
    super(scope, id);
    this.tableName = table;
    this.tableArn = Stack.of(this).formatArn({ service: 'dynamodb', resource: 'table', resourceName: table });
    this.streamArn = streamArn;
    this.storageKey = Key.fromKeyArn(this, 'Key', storageKeyArn);
  }
}
