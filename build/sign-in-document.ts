/** Where people sign in to the pages, and as which client. */
export interface SignIn {
  readonly issuer: string;
  readonly signIn: {
    readonly clientId: string;
    readonly authorizationEndpoint: string;
    readonly tokenEndpoint: string;
    readonly endSessionEndpoint: string;
    readonly parameters: Readonly<Record<string, string>>;
  };
}

/** `/sign-in.json`, which the pages read before they send anybody to the identity provider. */
export function signInDocument({ issuer, signIn }: SignIn): string {
  return JSON.stringify({ issuer, ...signIn });
}
