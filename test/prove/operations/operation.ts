import type { EventType } from '../../../lib/domain/events.ts';
import type { ProblemCode } from '../../../lib/domain/problems.ts';
import type { Caller } from '../../support/api.ts';
import type { World } from '../../support/world.ts';

/** A call that is right as the world stands now. */
export interface WorkedCall {
  readonly target: string;
  readonly as?: Caller;
  readonly body?: unknown;
  readonly rawBody?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The subject of its event: the user's id, or a name among its details. */
  readonly about: string;
}

/** One worked example of an operation of the API. */
export interface Operation {
  readonly operationId: string;
  /** What is special here, where an operation has several. */
  readonly way?: string;
  readonly prepare: (world: World) => Promise<WorkedCall>;
  /** What it leaves. */
  readonly event: EventType;
  /** How many of these preparing has left. */
  readonly before?: number;
  /** The right answer, where it is a refusal. */
  readonly refused?: ProblemCode;
  /** The answer to a try that comes after one whose answer was lost. */
  readonly done?: readonly ProblemCode[];
  /** Each try that is carried out does it again, like two calls would. */
  readonly anew?: true;
}
