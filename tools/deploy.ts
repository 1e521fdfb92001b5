import { NotDeployable } from '../cdk/deployment.ts';
import { examine, report } from './deployment/check.ts';
import { checks } from './deployment/checks.ts';
import { bootstrap, deploy, reportTexts } from './deployment/deploy.ts';
import { nextSteps } from './deployment/next-steps.ts';
import { optionsOf, targetOf } from './deployment/target.ts';

const usage = `npm run deploy -- --email you@your-domain [--stage <name>] [--region <region>]
                  [--bootstrap] [--table <name>|new] [--text-reports]

  Deploys into the account and region that your AWS credentials name. The address is the first
  administrator's, the sender's and the alarms' unless infra.config.ts says otherwise; a later
  deployment remembers it. You can repeat the command at any time, also after a failure.

  --bootstrap     prepares the account and region for the CDK first; needed once
  --table         goes on with a table that is there: kept by a stack that was deleted, or restored
  --text-reports  lets SNS report texts that did not arrive; a setting of the whole account in the region`;

try {
  const options = optionsOf(process.argv.slice(2));
  if (options.help) console.log(usage);
  else {
    const target = await targetOf(options);
    const { name, region } = target.deployment;
    console.log(`${name} in ${region}, account ${target.account}\n`);
    if (options.bootstrap) await bootstrap(target);
    const lines = await examine(checks, target);
    const stopping = lines.filter(
      ({ check, finding }) => check.stopsDeployment && finding.state === 'blocks',
    );
    if (stopping.length > 0)
      throw new NotDeployable(`${report(stopping)}\n\nNothing was created or changed.`);
    const outputs = await deploy(target);
    if (options.textReports) await reportTexts(target, outputs);
    console.log(nextSteps(target, outputs));
  }
} catch (error) {
  if (!(error instanceof NotDeployable)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
