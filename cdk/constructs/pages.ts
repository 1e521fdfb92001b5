import { type CfnElement, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import type { IDistribution } from 'aws-cdk-lib/aws-cloudfront';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, CacheControl, type ISource } from 'aws-cdk-lib/aws-s3-deployment';
import { Construct } from 'constructs';
import { assetCaching } from '../../build/page-headers.ts';
import { config } from '../../infra.config.ts';

/** Files of these kinds have the hash of their content in their name. */
export const hashedFiles = ['*.js', '*.css', '*.svg', '*.woff2'] as const;

/** The built pages in a bucket of their own. All of it is public and replaced by each deployment. */
export class Pages extends Construct {
  readonly bucket: IBucket;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const bucket = new Bucket(this, 'Bucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    Validations.of(bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'Only CloudFront reads it, and it holds only public pages: a log of reads has no value.',
    });
    this.bucket = bucket as IBucket;
  }

  /**
   * Uploads the pages with every deployment, then clears the edge's copies. Files of earlier deployments stay: a page
   * that somebody opened before still loads its parts.
   *
   * @param files the built pages; `generated`: files whose content is known at deployment only
   */
  publish(files: ISource, generated: readonly ISource[], distribution: IDistribution): void {
    const common = {
      destinationBucket: this.bucket,
      prune: false,
      retainOnDelete: false,
      logGroup: new LogGroup(this, 'DeploymentLog', {
        retention: config.lambda.logRetentionDays,
        removalPolicy: RemovalPolicy.DESTROY,
      }),
    };
    const assets = new BucketDeployment(this, 'Assets', {
      ...common,
      sources: [files],
      exclude: ['*'],
      include: [...hashedFiles],
      cacheControl: [CacheControl.fromString(assetCaching)],
    });
    const pages = new BucketDeployment(this, 'Pages', {
      ...common,
      sources: [files, ...generated],
      exclude: [...hashedFiles],
      cacheControl: [CacheControl.noStore()],
      distribution,
    });
    // The parts of a page are there before the page that asks for them.
    pages.node.addDependency(assets);
    acknowledgeUploader(pages.handlerRole.node.scope ?? this, this.bucket);
  }
}

/** The library's upload function: we choose neither its role nor its runtime. */
function acknowledgeUploader(uploader: Construct, bucket: IBucket): void {
  const { region } = Stack.of(uploader);
  const bucketId = Stack.of(bucket).getLogicalId(bucket.node.defaultChild as CfnElement);
  const copies = 'The library copies one asset to one bucket of public pages, at deployment only.';
  const findings = {
    'IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]':
      'The library gives its upload function this policy to log with; it runs at deployment only.',
    'IAM5[Action::s3:GetBucket*]': copies,
    'IAM5[Action::s3:GetObject*]': copies,
    'IAM5[Action::s3:List*]': copies,
    'IAM5[Action::s3:Abort*]': copies,
    'IAM5[Action::s3:DeleteObject*]': copies,
    [`IAM5[Resource::arn:aws:s3:::cdk-hnb659fds-assets-<AWS::AccountId>-${region}/*]`]:
      "Reads the assets of this account's deployments, whose names are hashes known only then.",
    [`IAM5[Resource::<${bucketId}.Arn>/*]`]: 'Writes every object of the pages bucket, and of no other.',
    'IAM5[Resource::*]': "cloudfront:CreateInvalidation, which clears the edge's old copies of the pages.",
    L1: 'The runtime is the one that the library is tested with; it moves with its version.',
  };
  Validations.of(uploader).acknowledge(
    ...Object.entries(findings).map(([id, reason]) => ({ id: `AwsSolutions-${id}`, reason })),
  );
}
