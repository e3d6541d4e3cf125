/** The parts of an Amazon Resource Name. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly resource: string;
}

/** Splits an ARN; null where the text is none. The resource part may hold colons. */
export function parseArn(text: string): Arn | null {
  const [prefix, partition, service, region, account, ...rest] = text.split(':');
  if (prefix !== 'arn' || !partition || !service || region === undefined || account === undefined || rest.length === 0)
    return null;
  return { partition, service, region, account, resource: rest.join(':') };
}

/** `trail/NAME` → NAME; the whole resource part where the ARN has another shape. */
export function nameOfArn(text: string): string {
  const resource = parseArn(text)?.resource ?? text;
  return resource.slice(resource.indexOf('/') + 1);
}

/** `arn:aws:logs:REGION:ACCOUNT:log-group:NAME:*` → NAME; a text of another shape as it is. */
export function nameOfLogGroup(arn: string): string {
  return /^arn:[^:]+:logs:[^:]*:[^:]*:log-group:([^:]+)/.exec(arn)?.[1] ?? arn;
}

/** `arn:aws:iam::ACCOUNT:role/PATH/NAME` → NAME; a text of another shape as it is. */
export function nameOfRole(arn: string): string {
  return /^arn:[^:]+:iam::[^:]*:role\/(?:.*\/)?([^/]+)$/.exec(arn)?.[1] ?? arn;
}
