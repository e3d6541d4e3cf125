/** Exit codes of all commands; the table in docs/how-it-decides.md says the same, and a test compares them. */
export const EXIT_CODES = {
  0: 'every verdict is PASS, EXCEPTED or NOT_APPLICABLE',
  1: 'at least one FAIL at or above --fail-on',
  2: 'the program could not do its work: usage, configuration, credentials, defect',
  4: 'it worked, but the picture is incomplete: something is UNKNOWN or the run was interrupted',
  5: 'both 1 and 4',
} as const;

export type ExitCode = keyof typeof EXIT_CODES;
