import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { ConfigurationSet, ConfigurationSetTlsPolicy, SuppressionReasons } from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import { addressOf, type Deployment } from '../deployment.ts';

/**
 * The channels for mails and texts. The sender's identity in SES is not created here: the owner of the DNS has to
 * prove the domain, and it usually serves other mail as well.
 */
export class Messages extends Construct {
  readonly configurationSet: ConfigurationSet;

  readonly #sender: string;

  constructor(scope: Construct, id: string, { name, mailFrom }: Deployment) {
    super(scope, id);
    this.#sender = addressOf(mailFrom);
    // No event destination for opens and clicks: that is what would rewrite the links of a mail (rule 8).
    this.configurationSet = new ConfigurationSet(this, 'ConfigurationSet', {
      configurationSetName: name,
      tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
      reputationMetrics: true,
      suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
    });
  }

  /**
   * Sends only as the deployment's sender, through the configuration set. In its sandbox SES asks for a permission on
   * the identities of recipients as well, so the condition says who sends, not the resource.
   */
  mailStatement(): PolicyStatement {
    const address = this.#sender;
    const ses = (resource: string, resourceName: string) =>
      Stack.of(this).formatArn({ service: 'ses', resource, resourceName });
    return new PolicyStatement({
      actions: ['ses:SendEmail'],
      resources: [ses('identity', '*'), ses('configuration-set', this.configurationSet.configurationSetName)],
      conditions: { StringEquals: { 'ses:FromAddress': address } },
    });
  }

  /** Texts to phone numbers. A number has no ARN; excluding every topic leaves numbers only. */
  textStatement(): PolicyStatement {
    return new PolicyStatement({ actions: ['sns:Publish'], notResources: ['arn:aws:sns:*:*:*'] });
  }
}
