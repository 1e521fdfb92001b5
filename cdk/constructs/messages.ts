import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { ConfigurationSet, ConfigurationSetTlsPolicy, SuppressionReasons } from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import { config } from '../../infra.config.ts';

/**
 * The channels for mails and texts. The sender's identity in SES is not created here: the owner of the DNS has to
 * prove the domain, and it usually serves other mail as well.
 */
export class Messages extends Construct {
  readonly configurationSet: ConfigurationSet;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    // No event destination for opens and clicks: that is what would rewrite the links of a mail (rule 8).
    this.configurationSet = new ConfigurationSet(this, 'ConfigurationSet', {
      configurationSetName: config.service,
      tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
      reputationMetrics: true,
      suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
    });
  }

  /** Sends only as `config.mail.from`, through the configuration set. */
  mailStatement(): PolicyStatement {
    const address = /<(.+)>$/.exec(config.mail.from)?.[1] ?? config.mail.from;
    const ses = (resource: string, resourceName: string) =>
      Stack.of(this).formatArn({ service: 'ses', resource, resourceName });
    return new PolicyStatement({
      actions: ['ses:SendEmail'],
      resources: [
        ses('identity', address),
        ses('identity', address.slice(address.indexOf('@') + 1)),
        ses('configuration-set', this.configurationSet.configurationSetName),
      ],
      conditions: { StringEquals: { 'ses:FromAddress': address } },
    });
  }

  /** Texts to phone numbers. A number has no ARN; excluding every topic leaves numbers only. */
  textStatement(): PolicyStatement {
    return new PolicyStatement({ actions: ['sns:Publish'], notResources: ['arn:aws:sns:*:*:*'] });
  }
}
