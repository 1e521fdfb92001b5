import type { BusinessClock } from './clock.ts';

const tickMilliseconds = 1000;

export interface Schedule {
  readonly function: string;
  readonly everyMinutes: number;
  readonly input: Readonly<Record<string, unknown>>;
}

export interface Schedules {
  /** @returns undefined when there is no such schedule */
  run(name: string, input?: Readonly<Record<string, unknown>>): Promise<{ result: unknown } | undefined>;
  /**
   * After the clock has jumped: everything fires one full period later, not at once. Otherwise nobody could see the
   * state between a due time and the schedule that acts on it.
   */
  rearm(): void;
  stop(): void;
}

export interface SchedulesOptions {
  readonly schedules: Readonly<Record<string, Schedule>>;
  readonly clock: BusinessClock;
  invoke(functionName: string, event: unknown): Promise<unknown>;
  onFailure(name: string, error: unknown): void;
}

/** Fires the schedules on the business clock. */
export function startSchedules({ schedules, clock, invoke, onFailure }: SchedulesOptions): Schedules {
  const dueAt = new Map<string, number>();
  const arm = (name: string, schedule: Schedule) =>
    dueAt.set(name, clock.now() + schedule.everyMinutes * 60_000);
  const rearm = () => {
    for (const [name, schedule] of Object.entries(schedules)) arm(name, schedule);
  };
  rearm();
  const timer = setInterval(() => {
    for (const [name, schedule] of Object.entries(schedules)) {
      if (clock.now() < (dueAt.get(name) ?? 0)) continue;
      arm(name, schedule);
      invoke(schedule.function, schedule.input).catch((error) => onFailure(name, error));
    }
  }, tickMilliseconds);
  return {
    async run(name, input) {
      const schedule = Object.hasOwn(schedules, name) ? schedules[name] : undefined;
      return schedule && { result: await invoke(schedule.function, { ...schedule.input, ...input }) };
    },
    rearm,
    stop: () => clearInterval(timer),
  };
}
