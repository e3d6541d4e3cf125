/**
 * Something that the user can do about: wrong usage, configuration, credentials, a file. Shown as one line, exit code 2.
 * Everything else that is thrown is a defect of the program.
 */
export class UserError extends Error {
  override readonly name = 'UserError';

  /** `what` is wrong and where; `next` what to do about it. */
  constructor(what: string, next?: string, cause?: unknown) {
    super(next === undefined ? what : `${what} ${next}`, cause === undefined ? undefined : { cause });
  }
}
