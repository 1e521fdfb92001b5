import { Problem } from '../../lib/domain/problems.ts';
import { parseMigration } from '../../lib/token-types/otpauth-migration.ts';
import { otpauthUri } from '../../lib/token-types/provisioning-uri.ts';

export interface Converted {
  /** Rows of NDJSON, to be completed by hand if an account contains less than a user needs. */
  readonly rows: string[];
  readonly refused: { readonly uri: number; readonly account: number; readonly reason: string }[];
}

/** Turns exports of Google Authenticator, one `otpauth-migration:` URI per line, into rows of an import. */
export function convertMigration(text: string): Converted {
  const converted: Converted = { rows: [], refused: [] };
  const uris = text.split('\n').map((line) => line.trim());
  for (const [index, uri] of uris.entries()) {
    if (uri === '') continue;
    const refuse = (account: number, error: unknown): void => {
      if (!(error instanceof Problem)) throw error;
      converted.refused.push({ uri: index + 1, account, reason: error.message });
    };
    try {
      for (const [place, account] of parseMigration(uri).entries()) {
        try {
          converted.rows.push(JSON.stringify(rowOf(account)));
        } catch (error) {
          refuse(place + 1, error);
        }
      }
    } catch (error) {
      refuse(0, error);
    }
  }
  return converted;
}

function rowOf({ name, issuer, key }: ReturnType<typeof parseMigration>[number]) {
  const { type, secret, parameters } = key();
  const account = name.slice(name.indexOf(':') + 1).trim();
  return {
    userId: account,
    displayName: account,
    email: account.includes('@') ? account : '',
    otpauthUri: otpauthUri(type, {
      issuer: issuer || 'import',
      account: account || 'import',
      secret,
      parameters,
    }),
  };
}
