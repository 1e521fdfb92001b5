import {
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
  ListUserPoolClientsCommand,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { type AttributeValue, DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { CreateHostedZoneCommand, Route53Client } from '@aws-sdk/client-route-53';
import type { Issuer } from '../../lib/domain/issuers.ts';
import { type Emulator, region } from './emulator.ts';
import type { SignIns } from './walk.ts';

const password = 'Correct-horse-battery-1';

/** The sign-ins of a deployment's own user pool, after its administrator has chosen a password. */
export async function signInsOf(
  emulator: Emulator,
  outputs: Readonly<Record<string, string>>,
): Promise<SignIns> {
  const cognito = new CognitoIdentityProviderClient(emulator.client);
  const UserPoolId = outputs['UserPoolId'];
  const application = outputs['ApplicationClientId'] ?? '';
  const clientOf = async (ClientId: string | undefined) =>
    (await cognito.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId }))).UserPoolClient;
  const { UserPoolClients = [] } = await cognito.send(new ListUserPoolClientsCommand({ UserPoolId }));
  const pages = UserPoolClients.find(({ ClientId }) => ClientId !== application)?.ClientId ?? '';
  const { Users = [] } = await cognito.send(new ListUsersCommand({ UserPoolId }));
  const Username = Users[0]?.Username ?? '';
  await cognito.send(
    new AdminSetUserPasswordCommand({ UserPoolId, Username, Password: password, Permanent: true }),
  );
  return {
    pages,
    back: (await clientOf(pages))?.CallbackURLs?.[0] ?? '',
    application,
    secret: (await clientOf(application))?.ClientSecret ?? '',
    userName: Username,
    password,
  };
}

/** A user pool as an issuer that an organisation brings. */
export async function issuerOf(
  emulator: Emulator,
  outputs: Readonly<Record<string, string>>,
): Promise<Issuer> {
  const { pages, application } = await signInsOf(emulator, outputs);
  const host = 'https://sign-in.acme.com';
  return {
    issuer: `https://cognito-idp.${region}.amazonaws.com/${outputs['UserPoolId']}`,
    audiences: [pages, application],
    scopes: { verify: 'countersign/verify', self: 'countersign/self', operate: 'countersign/operate' },
    userIdClaim: 'username',
    groupsClaims: ['cognito:groups'],
    signIn: {
      clientId: pages,
      authorizationEndpoint: `${host}/oauth2/authorize`,
      tokenEndpoint: `${host}/oauth2/token`,
      endSessionEndpoint: `${host}/logout`,
      signOutParameter: 'logout_uri',
    },
  };
}

/** A zone in Route 53, as an organisation has it. */
export async function hostedZoneOf(emulator: Emulator, name: string): Promise<string> {
  const route53 = new Route53Client(emulator.client);
  const made = await route53.send(new CreateHostedZoneCommand({ Name: name, CallerReference: name }));
  return made.HostedZone?.Id?.replace('/hostedzone/', '') ?? '';
}

/** All items of a table. */
export async function itemsOf(
  emulator: Emulator,
  TableName: string,
): Promise<Record<string, AttributeValue>[]> {
  const items: Record<string, AttributeValue>[] = [];
  const client = new DynamoDBClient(emulator.client);
  for await (const { Items = [] } of paginateScan({ client }, { TableName })) items.push(...Items);
  return items;
}
