import { addressOf } from '../../cdk/deployment.ts';
import type { StackState } from './aws.ts';
import type { Target } from './check.ts';

/** What the person who has deployed reads at the end. */
export function nextSteps({ deployment, stack }: Target, outputs: StackState['outputs']): string {
  const { domain, mailFrom, alarmsTo, administrator, region, stage } = deployment;
  const pool = outputs['UserPoolId'];
  const steps = [
    ...(domain && !domain.hostedZone
      ? [`Add the DNS record ${domain.name} CNAME ${outputs['DistributionHost']}.`]
      : []),
    ...(!stack && pool
      ? [
          `Open the mail with your temporary password (to ${administrator}), and sign in at the address above.`,
        ]
      : []),
    ...(stack
      ? []
      : [
          `Confirm the sender ${addressOf(mailFrom)} and the alarms to ${alarmsTo}: AWS has sent a mail for each.`,
        ]),
    ...(pool
      ? [
          `Read the secret of your first application: aws cognito-idp describe-user-pool-client --user-pool-id ${pool} --client-id ${outputs['ApplicationClientId']} --region ${region} --query UserPoolClient.ClientSecret --output text`,
        ]
      : []),
    `See what is still to be done: npm run doctor${stage === 'production' ? '' : ` -- --stage ${stage}`}`,
  ];
  return [
    `\nCountersign is deployed: ${outputs['Origin']}\n`,
    ...steps.map((step, index) => `${index + 1}. ${step}`),
  ].join('\n');
}
