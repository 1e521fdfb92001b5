import { config } from '../../infra.config.ts';

const { administrator, helpdesk, auditor } = config.roles;

/** People who may sign in to the local pages; the password equals the name. */
export const people: Readonly<Record<string, { readonly name: string; readonly groups: readonly string[] }>> =
  {
    admin: { name: 'Alex Admin', groups: [administrator.group] },
    helpdesk: { name: 'Hanna Helpdesk', groups: [helpdesk.group] },
    auditor: { name: 'Aurel Auditor', groups: [auditor.group] },
    user: { name: 'Uma User', groups: [] },
  };

interface MachineClient {
  readonly scope: string;
  readonly groups: readonly string[];
}

const operate = 'countersign/operate';

/** Programs, by client id; the secret is the id followed by `-secret`. */
export const machineClients: Readonly<Record<string, MachineClient>> = {
  'demo-app': { scope: 'countersign/verify', groups: [] },
  'demo-admin': { scope: operate, groups: [administrator.group] },
  'demo-helpdesk': { scope: operate, groups: [helpdesk.group] },
  'demo-auditor': { scope: operate, groups: [auditor.group] },
};

export const consoleClient = 'countersign-console';
export const consoleScope = 'countersign/operate countersign/self';

/** A person's account, if the name and the password match. */
export function signIn(name: string, password: string): string | undefined {
  return Object.hasOwn(people, name) && password === name ? name : undefined;
}
