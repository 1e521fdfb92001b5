import { RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import {
  CfnUserPoolUser,
  CfnUserPoolUserToGroupAttachment,
  Mfa,
  OAuthScope,
  UserPool,
  UserPoolGroup,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { config } from '../../infra.config.ts';
import type { Issuer, Permission } from '../../lib/domain/issuers.ts';
import type { Deployment } from '../deployment.ts';

const scopeDescriptions: Readonly<Record<Permission, string>> = {
  verify: 'Have sign-ins verified',
  self: 'Manage one’s own authenticators',
  operate: 'Operate Countersign',
};

/** Where a deployment's own pool signs people in; known before the pool is there. */
export const signInOriginOf = (stack: Stack, { name, region }: Deployment): string =>
  `https://${name}-${stack.account}.auth.${region}.amazoncognito.com`;

/**
 * The identity provider of a deployment that brings none: an Amazon Cognito user pool. A person's user name is their
 * user id in Countersign. AWS mails the first administrator a temporary password.
 */
export class People extends Construct {
  readonly pool: UserPool;
  /** An application that may have sign-ins verified. */
  readonly applicationClientId: string;
  readonly issuer: Issuer;

  /** @param origin where people come back to */
  constructor(scope: Construct, id: string, deployment: Deployment, origin: string) {
    super(scope, id);
    const stack = Stack.of(this);
    this.pool = new UserPool(this, 'Pool', {
      userPoolName: deployment.name,
      selfSignUpEnabled: false,
      signInAliases: { username: true, email: true },
      autoVerify: { email: true },
      mfa: Mfa.OFF,
      passwordPolicy: { minLength: 12 },
      // Without the accounts nobody can sign in to the table that is kept.
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    Validations.of(this.pool).acknowledge(
      {
        id: 'AwsSolutions-COG1',
        reason: 'At least 12 characters of four kinds; NIST SP 800-63B advises against asking for more.',
      },
      { id: 'AwsSolutions-COG2', reason: 'The second factor is what this stack deploys.' },
      {
        id: 'AwsSolutions-COG3',
        reason: 'Threat protection costs extra for each person; the quick profile does without.',
      },
      {
        id: 'AwsSolutions-COG8',
        reason: 'The plan without extra costs; a pool can be moved to another one later.',
      },
    );
    // The account's number makes the prefix unique in the region, without a question.
    this.pool.addDomain('SignIn', { cognitoDomain: { domainPrefix: `${deployment.name}-${stack.account}` } });
    const { server, scopes } = this.#scopes();
    const back = [`${origin}/`, `${origin}/me`];
    const pages = this.pool.addClient('Pages', {
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID, scopes.operate, scopes.self],
        callbackUrls: back,
        logoutUrls: back,
      },
      preventUserExistenceErrors: true,
    });
    const application = this.pool.addClient('Application', {
      generateSecret: true,
      oAuth: { flows: { clientCredentials: true }, scopes: [scopes.verify] },
    });
    for (const client of [pages, application]) client.node.addDependency(server);
    this.applicationClientId = application.userPoolClientId;
    this.#invite(deployment.administrator);
    const host = signInOriginOf(stack, deployment);
    this.issuer = {
      issuer: `https://cognito-idp.${deployment.region}.amazonaws.com/${this.pool.userPoolId}`,
      // Cognito's access tokens carry no audience; gateway and function compare the client.
      audiences: [pages.userPoolClientId, application.userPoolClientId],
      scopes: {
        verify: 'countersign/verify',
        self: 'countersign/self',
        operate: 'countersign/operate',
      },
      userIdClaim: 'username',
      groupsClaims: ['cognito:groups'],
      signIn: {
        clientId: pages.userPoolClientId,
        authorizationEndpoint: `${host}/oauth2/authorize`,
        tokenEndpoint: `${host}/oauth2/token`,
        endSessionEndpoint: `${host}/logout`,
        signOutParameter: 'logout_uri',
      },
    };
  }

  #scopes() {
    const names = Object.keys(scopeDescriptions) as Permission[];
    const server = this.pool.addResourceServer('Scopes', {
      identifier: 'countersign',
      scopes: names.map((scopeName) => ({ scopeName, scopeDescription: scopeDescriptions[scopeName] })),
    });
    const scope = (scopeName: Permission) =>
      OAuthScope.resourceServer(server, { scopeName, scopeDescription: scopeDescriptions[scopeName] });
    return {
      server,
      scopes: { verify: scope('verify'), self: scope('self'), operate: scope('operate') },
    };
  }

  #invite(administrator: string): void {
    const groups = Object.values(config.roles).map(
      ({ group }) => new UserPoolGroup(this, group, { userPool: this.pool, groupName: group }),
    );
    const user = new CfnUserPoolUser(this, 'Administrator', {
      userPoolId: this.pool.userPoolId,
      // A user name looks like no address: the address is another name of the same person.
      username: administrator.slice(0, administrator.indexOf('@')),
      desiredDeliveryMediums: ['EMAIL'],
      userAttributes: [
        { name: 'email', value: administrator },
        { name: 'email_verified', value: 'true' },
      ],
    });
    const membership = new CfnUserPoolUserToGroupAttachment(this, 'AdministratorsMember', {
      userPoolId: this.pool.userPoolId,
      username: user.ref,
      groupName: config.roles.administrator.group,
    });
    for (const group of groups) membership.node.addDependency(group);
  }
}
