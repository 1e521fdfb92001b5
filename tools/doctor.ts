import { NotDeployable } from '../cdk/deployment.ts';
import { examine, report } from './deployment/check.ts';
import { checks } from './deployment/checks.ts';
import { optionsOf, targetOf } from './deployment/target.ts';

const usage = `npm run doctor -- [--stage <name>] [--region <region>] [--email <address>]

  Looks at everything that a deployment needs, before it and afterwards, and changes nothing. Each
  line that is not well says why it matters and which command mends it.`;

try {
  const options = optionsOf(process.argv.slice(2));
  if (options.help) console.log(usage);
  else {
    const target = await targetOf(options);
    const { deployment, account, stack } = target;
    console.log(
      `${deployment.name} in ${deployment.region}, account ${account}${stack ? '' : ': not deployed yet'}\n`,
    );
    const lines = await examine(checks, target);
    console.log(report(lines));
    process.exitCode = lines.some(({ finding }) => finding.state === 'blocks') ? 1 : 0;
  }
} catch (error) {
  if (!(error instanceof NotDeployable)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
