import type { World } from './world.ts';

/** N.02, in short: findings as `severity: code`, and the steps of the remedy in their order. */
export async function diagnosisOf(world: World, userId: string) {
  const { findings, remedy, ...rest } = await world.api.expect(200, 'GET', `/v1/users/${userId}/diagnosis`);
  const details = [...findings, ...remedy].map(({ code, action, detail }) => [code ?? action, detail]);
  return {
    ...rest,
    findings: findings.map(({ code, severity }: Record<string, string>) => `${severity}: ${code}`),
    steps: remedy.map(({ action }: Record<string, string>) => action),
    details: Object.fromEntries(details) as Record<string, string>,
  };
}
