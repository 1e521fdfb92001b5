import { ConfigurationSet, ConfigurationSetTlsPolicy, SuppressionReasons } from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import { addressOf, type Deployment } from '../deployment.ts';

/**
 * The channels for mails and texts. The sender's identity in SES is not created here: the owner of the DNS has to
 * prove the domain, and it usually serves other mail as well.
 */
export class Messages extends Construct {
  readonly configurationSet: ConfigurationSet;

  /** The address that mail comes from. */
  readonly sender: string;

  constructor(scope: Construct, id: string, { name, mailFrom }: Deployment) {
    super(scope, id);
    this.sender = addressOf(mailFrom);
    // No event destination for opens and clicks: that is what would rewrite the links of a mail (rule 8).
    this.configurationSet = new ConfigurationSet(this, 'ConfigurationSet', {
      configurationSetName: name,
      tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
      reputationMetrics: true,
      suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
    });
  }
}
