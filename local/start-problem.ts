/** A problem that the person at the keyboard can fix. Its message says how; it shows no stack trace. */
export class StartProblem extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'StartProblem';
  }
}

export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

/** Why a file cannot be written, if the person at the keyboard can fix it. */
const fileTroubles: Readonly<Record<string, string>> = {
  EACCES: 'you may not write there',
  EDQUOT: 'your disk quota is used up',
  EISDIR: 'a folder is in the way',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EPERM: 'you may not write there',
  EROFS: 'the disk is read-only',
};

/** @returns `the disk is full`, for example; `undefined` when the error is not from the file system */
export function fileTrouble(error: unknown): string | undefined {
  // Programs not written in JavaScript, such as esbuild, report it only as text.
  const code = /no space left on device/i.test(String(error)) ? 'ENOSPC' : errorCode(error);
  return code && Object.hasOwn(fileTroubles, code) ? fileTroubles[code] : undefined;
}

/** How Node, esbuild and Rolldown report a missing package. */
const missingPackages = [
  /Cannot find (?:package|module) '([^.'/][^']*)'/,
  /The package "([^"]+)" could not be found/,
  /Cannot find (native binding)/,
];

/** For one line on the screen while the service keeps running. */
export function inWords(error: unknown): string {
  return startProblemOf(error)?.message ?? String(error);
}

/** @returns what to do about the error, or `undefined` when it is a defect and only its stack trace helps */
export function startProblemOf(error: unknown): StartProblem | undefined {
  if (error instanceof StartProblem) return error;
  if (!(error instanceof Error)) return undefined;
  const trouble = fileTrouble(error);
  if (trouble) {
    const file = 'path' in error ? ` ${error.path}` : '';
    return new StartProblem(`Cannot write${file}: ${trouble}.\nPut that right, then run npm start again.`);
  }
  const missing = missingPackages.map((pattern) => pattern.exec(error.message)?.[1]).find(Boolean);
  if (missing) {
    return new StartProblem(
      `A package is not installed: ${missing}. npm start needs the development packages, too.\n` +
        'Run: npm ci --include=dev',
    );
  }
  return undefined;
}
