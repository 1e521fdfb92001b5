import { describe, expect } from 'vitest';
import type { Caller } from '../support/api.ts';
import { expectProblem } from '../support/expectations.ts';
import { routes, targetOf } from '../support/routes.ts';
import { tableText } from '../support/table.ts';
import { test, world } from '../support/world-test.ts';

const callers = {
  nobody: 'nobody',
  application: 'application',
  user: { self: 'somebody' },
  administrator: 'administrator',
  helpdesk: 'helpdesk',
  auditor: 'auditor',
  'an operator of no group': { claims: { sub: 'stray', scope: 'countersign/operate', groups: ['staff'] } },
} as const satisfies Record<string, Caller>;

type Who = keyof typeof callers;

const applications: readonly Who[] = ['application'];
const users: readonly Who[] = ['user'];
const administrators: readonly Who[] = ['administrator'];
const helpDesk: readonly Who[] = ['administrator', 'helpdesk'];
const auditors: readonly Who[] = ['administrator', 'auditor'];
const operators: readonly Who[] = ['administrator', 'helpdesk', 'auditor'];
const everybody = Object.keys(callers) as readonly Who[];

/** The callers that each route accepts. A new route has to be entered here. */
const matrix: Record<string, readonly Who[]> = {
  startVerification: applications,
  getVerification: applications,
  attemptVerification: applications,
  startEnrollment: applications,
  confirmEnrollment: applications,
  sendVerificationCode: applications,
  getSigningKeys: everybody,
  redeemAssertion: applications,
  openSetupLink: everybody,
  confirmSetupLink: everybody,
  getMe: users,
  listMyEvents: users,
  regenerateMyBackupCodes: users,
  addMyToken: users,
  confirmMyToken: users,
  removeMyToken: users,
  sendMyCode: users,
  listUsers: operators,
  getUser: operators,
  getStatus: operators,
  diagnose: operators,
  createUser: administrators,
  importUsers: administrators,
  changeUser: administrators,
  deleteUser: administrators,
  renameUser: administrators,
  copyUser: administrators,
  enableAccount: administrators,
  disableAccount: administrators,
  restoreAccess: administrators,
  resetEnrollment: helpDesk,
  sendSetupLink: helpDesk,
  replaceTotpKey: helpDesk,
  revealTotpKey: administrators,
  recreateBackupCodes: administrators,
  listTokens: operators,
  getToken: operators,
  enrollToken: helpDesk,
  editToken: helpDesk,
  deleteToken: helpDesk,
  replaceToken: helpDesk,
  disableToken: helpDesk,
  enableToken: helpDesk,
  confirmToken: helpDesk,
  sendTestCode: helpDesk,
  testToken: helpDesk,
  resetToken: helpDesk,
  issueLostTokenCode: administrators,
  revokeLostTokenCode: helpDesk,
  grantBypass: administrators,
  endBypass: administrators,
  importHardwareTokens: administrators,
  listHardwareTokens: operators,
  getHardwareToken: operators,
  unassignHardwareToken: helpDesk,
  reassignHardwareToken: helpDesk,
  markHardwareTokenCompromised: helpDesk,
  deleteHardwareToken: administrators,
  getOperator: operators,
  getOverview: auditors,
  getExpiry: auditors,
  listExpiringUsers: auditors,
  dryRunExpiry: auditors,
  runExpiry: administrators,
  restoreExpired: administrators,
  getSettings: auditors,
  changeSettings: administrators,
  getSettingRanges: auditors,
  getSettingsImpact: auditors,
  listRoles: operators,
  getRole: operators,
  putRole: administrators,
  deleteRole: administrators,
  listClasses: operators,
  getClass: operators,
  putClass: administrators,
  deleteClass: administrators,
  copyClass: administrators,
  listTokenTypes: operators,
  putTokenType: administrators,
  replaceTokenType: administrators,
  listProviders: operators,
  getProvider: operators,
  putProvider: administrators,
  deleteProvider: administrators,
  listEvents: auditors,
  listUserEvents: auditors,
};

test('rule 10: the matrix has every route, and nothing else', () => {
  expect(Object.keys(matrix).sort()).toEqual(routes.map(({ operationId }) => operationId).sort());
});

describe.each(routes.map((route) => [route.operationId, route] as const))(
  'rule 10: %s',
  (operationId, route) => {
    const call = (who: Who) =>
      world.api.call(route.method, targetOf(route, {}), { as: callers[who], body: {} });
    const may = everybody.filter((who) => matrix[operationId]?.includes(who));
    const mayNot = everybody.filter((who) => !may.includes(who));

    test.each(may)('%s may', async (who) => {
      const { status, body } = await call(who);
      expect(['unauthenticated', 'forbidden']).not.toContain(body?.code);
      expect(status).toBeLessThan(500);
    });

    test.runIf(mayNot.length > 0).each(mayNot)('%s may not, and learns nothing', async (who) => {
      const before = await tableText(world);
      const answer = await call(who);
      expectProblem(answer, who === 'nobody' ? 'unauthenticated' : 'forbidden');
      // Not even what is wrong with the request.
      expect(answer.body).not.toHaveProperty('errors');
      expect(await tableText(world)).toBe(before);
    });
  },
);
