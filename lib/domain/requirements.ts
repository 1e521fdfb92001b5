import { neverClassName } from './classes.ts';

/** Whether two factors are required of somebody: the class `*NEVER` outranks roles, and roles what was asked for. */
export function isRequired({
  className,
  asked,
  byRole,
}: {
  readonly className: string | undefined;
  readonly asked: boolean;
  readonly byRole: boolean;
}): boolean {
  return className !== neverClassName && (byRole || asked);
}
