import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recount } from '../prove/recount/recount.ts';
import { Deployed } from './deployed.ts';
import { Emulator, region } from './emulator.ts';
import { faults, withFault } from './faults.ts';
import { hostedZoneOf, issuerOf, itemsOf, signInsOf } from './pool.ts';
import { type Ended, Project } from './project.ts';
import { Walk } from './walk.ts';

let emulator: Emulator;
let project: Project;
let deployed: Deployed;
beforeAll(async () => {
  emulator = await Emulator.start();
  project = new Project(emulator);
  deployed = new Deployed(emulator);
});
afterAll(() => {
  project.remove();
  emulator.stop();
});

const email = 'you@acme.com';
const edgeStack = `countersign-edge-${region}`;

function expectSuccess({ code, output, seconds }: Ended): void {
  expect(code, output).toBe(0);
  console.log(`${seconds.toFixed(1)} s`);
}

async function walk(of = deployed): Promise<Walk> {
  const outputs = await of.outputs();
  return new Walk(emulator, outputs['DistributionHost'] ?? '', await signInsOf(emulator, outputs));
}

describe('the deployment says what is in its way before it creates anything', () => {
  test('an account that is not prepared for the CDK', async () => {
    const { code, output } = await project.deploy('--email', email);
    expect(code).toBe(1);
    expect(output).toContain(`${region} of account 123456789012 is not bootstrapped`);
    expect(output).toContain('npm run deploy -- --bootstrap');
    expect(output).toContain('Nothing was created or changed.');
  });

  test.each([
    ['--email you@example.com', 'reserved for examples'],
    ['--email you', 'is not an e-mail address'],
    ['', 'npm run deploy -- --email'],
    ['--email you@acme.com --stage Test', 'A stage is named by'],
    ['--email you@acme.com --table nowhere', 'There is no table nowhere'],
    ['--mail you@acme.com', 'Unknown option'],
  ])('%s', async (options, sentence) => {
    const { code, output } = await project.deploy(...options.split(' ').filter(Boolean));
    expect(code).toBe(1);
    expect(output).toContain(sentence);
    expect(output).not.toMatch(/\n\s+at /);
  });
});

describe('the quick profile', () => {
  test('one command deploys it, and says what to do next', async () => {
    const ended = await project.deploy('--email', email, '--bootstrap');
    expectSuccess(ended);
    const { Origin, UserPoolId } = await deployed.outputs();
    expect(ended.output).toContain(`Countersign is deployed: ${Origin}`);
    expect(ended.output).toContain(UserPoolId);
    expect(ended.output).toContain('npm run doctor');
    console.log(`${await deployed.resources()} resources`);
  });

  test("the main job works by CloudFront's address, and no role is refused anything", async () => {
    expect(await (await walk()).all()).toEqual([]);
    expect(emulator.refusals).toEqual([]);
  });

  test('the doctor says of each thing what it is, why it matters and what mends it', async () => {
    const { code, output } = await project.doctor();
    expect(code).toBe(1);
    expect(output).toMatch(/✓ Stack: CREATE_COMPLETE/);
    expect(output).toMatch(/✓ Protection: on for stack and table/);
    for (const line of output.split('\n').filter((one) => /^[!✗]/.test(one))) {
      const [, why = '', mend = ''] = output.slice(output.indexOf(line)).split('\n');
      expect(why, line).toMatch(/^ {4}\S/);
      expect(mend, line).toMatch(/^ {4}→ \S/);
    }
  });

  describe('the walk finds out', () => {
    let original = '';
    beforeAll(async () => {
      original = await deployed.template();
    });
    afterAll(() => deployed.update(original));

    test.each(Object.entries(faults))('that %s', async (name, fault) => {
      await deployed.update(withFault(original, fault, name));
      const wrong = await (await walk()).all();
      expect(wrong.join('\n')).toMatch(fault.found);
    });
  });
});

describe('what comes later', () => {
  let user: Walk;
  let staging: Deployed;

  test('a second stage in the same account shares nothing with the first', async () => {
    staging = new Deployed(emulator, 'countersign-staging');
    expectSuccess(await project.deploy('--stage', 'staging', '--email', email));
    const [own, other] = [await deployed.outputs(), await staging.outputs()];
    for (const [name, value] of Object.entries(own)) {
      if (name !== 'Administrator') expect(other[name], name).not.toBe(value);
    }
    expect(await (await walk(staging)).all()).toEqual([]);
    user = await walk();
    expect(await user.all()).toEqual([]);
  });

  test('a restored table is there beside the one in use, and an independent count finds it whole', async () => {
    const restored = await project.restore('--stage', 'staging', '--at', new Date().toISOString());
    expectSuccess(restored);
    const [, table = ''] = /--table (countersign-staging-Table-\w+)/.exec(restored.output) ?? [];
    expect(recount({ items: await itemsOf(emulator, table) })).toEqual([]);
    const { TableName = '' } = await staging.outputs();
    expect((await itemsOf(emulator, TableName)).length).toBeGreaterThan(0);
  });

  test('a domain, a firewall and an issuer of its own keep every user', async () => {
    const signIns = await signInsOf(emulator, await staging.outputs());
    const hostedZone = { id: await hostedZoneOf(emulator, 'acme.com'), name: 'acme.com' };
    const identity = [await issuerOf(emulator, await staging.outputs())];
    project.configure({ production: { domain: { name: 'mfa.acme.com', hostedZone }, identity } });
    const before = await deployed.outputs();
    expectSuccess(await project.deploy('--bootstrap'));
    const after = await deployed.outputs();
    expect(after).toMatchObject({ Origin: 'https://mfa.acme.com', TableName: before['TableName'] });
    expect(after['DistributionHost']).toBe(before['DistributionHost']);
    console.log(
      `${await deployed.resources()} and ${await new Deployed(emulator, edgeStack, 'us-east-1').resources()} resources`,
    );
    // The emulator knows a distribution by its own name alone.
    const there = user.elsewhere(after['DistributionHost'] ?? '', signIns);
    await there.signIn();
    await there.pages();
    await there.verification();
    expect(there.wrong).toEqual([]);
  });

  test('a stack that was deleted leaves its users, and one option goes on with them', async () => {
    const { TableName = '' } = await deployed.outputs();
    const signIns = await signInsOf(emulator, await staging.outputs());
    await deployed.remove();
    const refused = await project.deploy('--email', email);
    expect(refused.code).toBe(1);
    expect(refused.output).toContain(`--table ${TableName}`);
    expectSuccess(await project.deploy('--email', email, '--table', TableName));
    const again = await deployed.outputs();
    expect(again).toMatchObject({ TableName });
    const there = user.elsewhere(again['DistributionHost'] ?? '', signIns);
    await there.signIn();
    await there.verification();
    expect(there.wrong).toEqual([]);
  });

  test('a first deployment that failed is repeated by the same command', async () => {
    const second = new Deployed(emulator, 'countersign-second');
    await second.fail();
    expectSuccess(await project.deploy('--stage', 'second', '--email', email));
    expect(await (await walk(second)).all()).toEqual([]);
  });

  test('the next deployment remembers the table and the address, and changes nothing', async () => {
    const before = await deployed.outputs();
    const ended = await project.deploy();
    expectSuccess(ended);
    expect(await deployed.outputs()).toEqual(before);
    expect(ended.output).toContain('(no changes)');
  });
});
