import type { Stage } from '../infra.config.ts';
import { faultIn, type Issuer } from '../lib/domain/issuers.ts';

/** One deployment: a stage of the service in one region of one account. */
export interface Deployment {
  readonly stage: string;
  /** Prefix of every name that is unique in the account and region. */
  readonly name: string;
  readonly region: string;
  /** Where the service's mail comes from, with or without a display name. */
  readonly mailFrom: string;
  /** The address that alarms are sent to. */
  readonly alarmsTo: string;
  /** The first operator, whom an own user pool invites. */
  readonly administrator: string;
  readonly domain?: NonNullable<Stage['domain']>;
  /** Without it: a user pool of its own. */
  readonly identity?: readonly Issuer[];
  /** Without it: a table of its own. */
  readonly adopted?: Adopted;
}

/** Tag of a table: the key without which nobody opens the secrets in it. */
export const secretsKeyTag = 'secrets-key';

/** A table that was there before the stack. */
export interface Adopted {
  readonly table: string;
  readonly streamArn: string;
  readonly storageKeyArn: string;
  /** Without it the stack's own key opens the secrets: of a table that was restored beside the stack's. */
  readonly secretsKeyArn?: string;
}

/** What the person who deploys says; everything else comes from infra.config.ts. */
export interface Order {
  readonly stage: string;
  readonly email: string | undefined;
  readonly region: string | undefined;
  readonly adopted?: Adopted | undefined;
}

/** A deployment that cannot be made; its message is the one sentence that says what to do. */
export class NotDeployable extends Error {}

/** The stage whose resources carry the service's bare name. */
export const mainStage = 'production';

/** Name of a stage's stack, and prefix of every name that is unique in the account and region. */
export const nameOf = (service: string, stage: string): string =>
  stage === mainStage ? service : `${service}-${stage}`;

const isAddress = (text: string) => /^[^\s@<>]+@[^\s@<>.]+(\.[^\s@<>.]+)+$/.test(text);

const isReserved = (text: string) =>
  /(^|[@.])(example\.(com|org|net)|[^.]+\.(example|invalid|test))$/i.test(text);

/** @throws NotDeployable */
export function deploymentOf(
  service: string,
  stages: Readonly<Record<string, Stage>>,
  { stage, email, region, adopted }: Order,
): Deployment {
  if (!/^[a-z][a-z0-9]{0,15}$/.test(stage)) {
    throw new NotDeployable(
      `A stage is named by 1 to 16 lower-case letters and digits, such as staging, not ${JSON.stringify(stage)}.`,
    );
  }
  const own = Object.hasOwn(stages, stage) ? (stages[stage] ?? {}) : {};
  const place = own.region ?? region;
  if (!place)
    throw new NotDeployable('Name a region: set AWS_REGION, or `region` of the stage in infra.config.ts.');
  if (own.region && region && own.region !== region) {
    throw new NotDeployable(
      `infra.config.ts places ${stage} in ${own.region}; leave out --region ${region}, or change the file.`,
    );
  }
  const address = email ?? own.alarms?.email;
  if (!address) {
    throw new NotDeployable('Say who operates it: npm run deploy -- --email you@your-domain');
  }
  const deployment: Deployment = {
    stage,
    name: nameOf(service, stage),
    region: place,
    mailFrom: own.mail?.from ?? `Countersign <${address}>`,
    alarmsTo: own.alarms?.email ?? address,
    administrator: address,
    ...(own.domain && { domain: own.domain }),
    ...(own.identity && { identity: own.identity }),
    ...(adopted && { adopted }),
  };
  check(deployment);
  return deployment;
}

/** The address in a sender such as `Acme <no-reply@acme.com>`. */
export const addressOf = (sender: string): string => /<(.+)>$/.exec(sender)?.[1] ?? sender;

function check({ mailFrom, alarmsTo, administrator, domain, identity, stage }: Deployment): void {
  for (const address of [administrator, alarmsTo, addressOf(mailFrom)]) {
    if (!isAddress(address)) {
      throw new NotDeployable(
        `${JSON.stringify(address)} is not an e-mail address. Check --email and infra.config.ts.`,
      );
    }
    if (isReserved(address)) {
      throw new NotDeployable(
        `Nobody receives mail at ${address}: its domain is reserved for examples. Use your own.`,
      );
    }
  }
  const fault = identity && (faultIn(identity) ?? unsafeAddress(identity));
  if (fault) throw new NotDeployable(`identity of ${stage} in infra.config.ts: ${fault}`);
  if (!domain) return;
  const { name, hostedZone } = domain;
  if (
    !/^(?=.{4,253}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/.test(name) ||
    isReserved(name)
  ) {
    throw new NotDeployable(
      `The domain of ${stage} in infra.config.ts, ${JSON.stringify(name)}, is no host name of yours, such as mfa.acme.com.`,
    );
  }
  if (hostedZone && name !== hostedZone.name && !name.endsWith(`.${hostedZone.name}`)) {
    throw new NotDeployable(
      `${name} does not belong to the hosted zone ${hostedZone.name} in infra.config.ts.`,
    );
  }
}

/** Every address of an issuer is fetched over TLS; a placeholder would only be found out by a failed deployment. */
function unsafeAddress(identity: readonly Issuer[]): string | undefined {
  const addresses = identity.flatMap(({ issuer, signIn }) => [
    issuer,
    ...(signIn ? [signIn.authorizationEndpoint, signIn.tokenEndpoint, signIn.endSessionEndpoint] : []),
  ]);
  const wrong = addresses.find(
    (address) =>
      !URL.canParse(address) ||
      new URL(address).protocol !== 'https:' ||
      isReserved(new URL(address).hostname),
  );
  return wrong && `${wrong} is no https address of an identity provider.`;
}
