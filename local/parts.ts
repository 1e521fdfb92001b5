import type { Needs } from '../functions/wiring/function.ts';
import { config } from '../infra.config.ts';
import type { RoutedFunction } from './gateway/routes.ts';
import type { Schedule } from './schedules.ts';

export interface RunnerFunction extends RoutedFunction {
  readonly stream?: true;
  readonly reports?: true;
  readonly timeoutSeconds?: number;
  readonly needs: Needs;
}

/** Called with what takes time while the service starts: `Starting DynamoDB Local`. */
export type OnStep = (step: string) => void;

/** The parts to run. Loaded late, so that the database is already starting meanwhile. */
export interface Parts {
  functions(): Promise<readonly RunnerFunction[]>;
  /** @returns the folder with `<name>/index.mjs` */
  bundles(names: readonly string[], onStep: OnStep): Promise<string>;
  /** @returns the folder with the pages */
  pages(onStep: OnStep): Promise<string>;
  readonly schedules: Readonly<Record<string, Schedule>>;
}

/** What is deployed: same functions, same bundles, same pages, same schedules. */
export const deployedParts: Parts = {
  functions: async () => (await import('../functions/index.ts')).functions,
  async bundles(names, onStep) {
    const { bundleFolder, bundleFunctions } = await import('../build/bundle.ts');
    await bundleFunctions(names, () => onStep('Bundling the functions'));
    return bundleFolder;
  },
  async pages(onStep) {
    const { buildWeb, webFolder } = await import('../build/web.ts');
    await buildWeb(() => onStep('Building the pages'));
    return webFolder;
  },
  schedules: config.schedules,
};
