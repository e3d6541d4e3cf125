/** `arn:aws:logs:REGION:ACCOUNT:log-group:NAME:*` → NAME; a text of another shape as it is. */
export function nameOfLogGroup(arn: string): string {
  return /^arn:[^:]+:logs:[^:]*:[^:]*:log-group:([^:]+)/.exec(arn)?.[1] ?? arn;
}

/** `arn:aws:iam::ACCOUNT:role/PATH/NAME` → NAME; a text of another shape as it is. */
export function nameOfRole(arn: string): string {
  return /^arn:[^:]+:iam::[^:]*:role\/(?:.*\/)?([^/]+)$/.exec(arn)?.[1] ?? arn;
}
