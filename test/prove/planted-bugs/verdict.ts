import type { Ran } from './scratch.ts';

/** A test that says what it expected, by itself or in a property of many cases. */
const expectation = /AssertionError|Property failed/;
/** A test that fell over: whatever was planted, this was not noticed but met. */
const crash =
  /SyntaxError|ReferenceError|is not a function|is not defined|Cannot find module|Transform failed/;

/** Why a run has not caught a fault; `undefined`: it has. */
export function whyNotCaught({ passed, failures, output }: Ran): string | undefined {
  if (passed + failures.length === 0) return `the named test did not run: ${output.slice(-2_000)}`;
  if (failures.length === 0) return 'the named test passes all the same';
  const told = failures.filter((failure) => expectation.test(failure) && !crash.test(failure));
  return told.length > 0 ? undefined : `the named test falls over: ${failures[0]?.slice(0, 2_000)}`;
}
