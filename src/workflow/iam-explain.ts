import { readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import {
  type AccessRequest,
  type Decision,
  decide,
  jsonFault,
  type ParsedPolicy,
  type PolicyInput,
  type PolicyKind,
  type PolicySet,
  parsePolicy,
  principalOf,
  resourceKindOf,
} from '../iam/index.ts';
import { parseArn } from '../model/arn.ts';
import { messageOf } from '../util/atomic-write.ts';
import { UserError } from '../util/errors.ts';

/** What is asked, as words of a command line. Files are named relative to the working directory. */
export interface AccessQuestion {
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly resourceAccount?: string;
  /** `key=value`; a key that is there twice has two values. */
  readonly context?: readonly string[];
  /** Keys that the request does not have. */
  readonly absent?: readonly string[];
  readonly identity?: readonly string[];
  readonly resourcePolicy?: string;
  readonly boundary?: string;
  readonly session?: readonly string[];
  /** One word for each level from the root; files of one level are joined by commas. */
  readonly scp?: readonly string[];
  readonly rcp?: readonly string[];
  /** Identity or resource policies; each tells by itself which it is. */
  readonly policy?: readonly string[];
}

/** A question with its answer and the policies that were read for it. */
export interface ExplainedAccess {
  readonly request: AccessRequest;
  readonly principal: string;
  readonly decision: Decision;
  readonly policies: readonly ParsedPolicy[];
}

/** Reads the files and asks the evaluator. Throws UserError for what is no question: no ARN, no JSON, no such file. */
export function explainAccess(question: AccessQuestion, cwd: string): ExplainedAccess {
  const request = requestOf(question);
  const read = (file: string): PolicyInput => readPolicy(file, cwd);
  const guessed = (question.policy ?? []).map(read);
  const resources = [
    ...(question.resourcePolicy === undefined ? [] : [read(question.resourcePolicy)]),
    ...guessed.filter(namesPrincipals),
  ];
  if (resources.length > 1) {
    const names = resources.map(({ name }) => name).join(' and ');
    throw new UserError(`${names} are both policies of the resource.`, 'Give one: a resource has one policy.');
  }
  const levels = (words: readonly string[] | undefined): PolicyInput[][] =>
    (words ?? []).map((word) => word.split(',').map(read));
  const policies: PolicySet = {
    identity: [...(question.identity ?? []).map(read), ...guessed.filter((one) => !namesPrincipals(one))],
    resource: resources[0] ?? null,
    boundary: question.boundary === undefined ? null : read(question.boundary),
    session: (question.session ?? []).map(read),
    scps: levels(question.scp),
    rcps: levels(question.rcp),
  };
  return {
    request,
    principal: question.principal,
    decision: decide(request, policies),
    policies: allOf(policies, request),
  };
}

function requestOf({
  principal,
  action,
  resource,
  resourceAccount,
  context = [],
  absent = [],
}: AccessQuestion): AccessRequest {
  const who = principalOf(principal);
  if (who === null) {
    throw new UserError(
      `"${principal}" is no principal.`,
      'Give a service (cloudtrail.amazonaws.com), the ARN of a role, role session, user or root, an account id, or *.',
    );
  }
  if (!/^[a-z0-9-]+:[a-z0-9]+$/i.test(action)) {
    throw new UserError(`"${action}" is no action.`, 'Give one, without wildcards, such as s3:PutObject.');
  }
  if (resource !== '*' && (parseArn(resource) === null || /[*?]/.test(resource))) {
    throw new UserError(`"${resource}" is no ARN of one resource.`, 'Give one such as arn:aws:s3:::bucket/key, or *.');
  }
  if (resourceAccount !== undefined && !/^\d{12}$/.test(resourceAccount)) {
    throw new UserError(`"${resourceAccount}" is no account id.`, 'Give --resource-account twelve digits.');
  }
  return {
    principal: who,
    action,
    resource,
    resourceAccount: resourceAccount ?? null,
    context: contextOf(context, absent),
  };
}

function contextOf(words: readonly string[], absent: readonly string[]): AccessRequest['context'] {
  const context = new Map<string, readonly string[] | null>();
  for (const word of words) {
    const at = word.indexOf('=');
    if (at < 1) throw new UserError(`"${word}" is no --context.`, 'Give key=value, such as aws:SecureTransport=true.');
    const key = word.slice(0, at).toLowerCase();
    context.set(key, [...(context.get(key) ?? []), word.slice(at + 1)]);
  }
  for (const word of absent) {
    const key = word.toLowerCase();
    if (context.has(key)) throw new UserError(`${word} is both --absent and in --context.`, 'Give one of the two.');
    context.set(key, null);
  }
  return context;
}

function readPolicy(file: string, cwd: string): PolicyInput {
  let text: string;
  try {
    text = readFileSync(isAbsolute(file) ? file : join(cwd, file), 'utf8');
  } catch (error) {
    throw new UserError(`cannot read the policy ${file}: ${messageOf(error)}.`, 'Name a JSON file.', error);
  }
  // A byte order mark is no part of the document.
  text = text.replace(/^\ufeff/, '');
  const fault = jsonFault(text);
  if (fault !== null) throw new UserError(`${file}:${fault.line}:${fault.column}: ${fault.message}.`);
  return { name: file, text };
}

/** Only policies of resources say to whom they apply (IAM user guide, "Principal"). */
function namesPrincipals(input: PolicyInput): boolean {
  return parsePolicy(input, 'resource').statements.some(
    ({ principals }) => principals !== null && (principals.entries.length > 0 || principals.negated),
  );
}

function allOf(policies: PolicySet, request: AccessRequest): readonly ParsedPolicy[] {
  const parsed = (kind: PolicyKind, list: readonly PolicyInput[]): ParsedPolicy[] =>
    list.map((one) => parsePolicy(one, kind));
  const { identity = [], resource: own, boundary, session = [], scps = [], rcps = [] } = policies;
  return [
    ...parsed('identity', identity),
    ...parsed(resourceKindOf(request), own == null ? [] : [own]),
    ...parsed('boundary', boundary == null ? [] : [boundary]),
    ...parsed('session', session),
    ...parsed('scp', scps.flat()),
    ...parsed('rcp', rcps.flat()),
  ];
}
