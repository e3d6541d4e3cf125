import type {
  AccessRequest,
  Decision,
  ParsedPolicy,
  PartAnswer,
  PolicyKind,
  Principal,
  StatementRef,
} from '../iam/index.ts';
import { jsonText } from '../util/json-text.ts';
import { list, plainText, wrap } from '../util/text.ts';
import type { Paint, Style } from './paint.ts';

/** A question that was put to the policy evaluator, and its answer. */
export interface Explained {
  readonly request: AccessRequest;
  /** As it was asked. */
  readonly principal: string;
  readonly decision: Decision;
  readonly policies: readonly ParsedPolicy[];
}

const PARTS: Readonly<Record<PolicyKind, string>> = {
  identity: 'identity policy',
  resource: 'resource policy',
  trust: 'trust policy',
  boundary: 'permissions boundary',
  session: 'session policy',
  scp: 'SCP',
  rcp: 'RCP',
};

const STYLES: Readonly<Record<Decision['outcome'], Style>> = { allowed: 'good', denied: 'bad', depends: 'doubt' };

/** One sentence, the statements behind it, what each part says, and what would have to be known for a better answer. */
export function iamExplainText(explained: Explained, paint: Paint): string {
  const { decision } = explained;
  const [first = '', ...rest] = wrap(sentence(explained), 80);
  const word = /^(ALLOWED|DENIED|DEPENDS)/.exec(first)?.[0] ?? '';
  return `${[
    `${paint(STYLES[decision.outcome], word)}${first.slice(word.length)}`,
    ...rest,
    ...section(
      'Because of',
      decision.statements.flatMap((one) => statementLines(one, '  ')),
    ),
    ...section('Each part by itself', decision.parts.flatMap(partLines)),
    ...section('Not known', decision.unknownKeys.flatMap(hintLines)),
    ...section('Not understood', problemLines(explained)),
  ].join('\n')}\n`;
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', `${title}:`, ...lines];
}

function sentence({ request, principal, decision }: Explained): string {
  const who = principal === '*' ? 'whoever did not sign in' : plainText(principal);
  const what = `${plainText(request.action)} on ${plainText(request.resource)}`;
  if (decision.outcome === 'allowed') return `ALLOWED: ${who} may do ${what}.`;
  if (decision.outcome === 'denied') return `DENIED: ${who} may not do ${what}: ${whyDenied(decision)}.`;
  const open = [...decision.unknownKeys, ...decision.unread].map(plainText);
  const on = open.length > 0 ? list(open, 3) : 'what is not understood';
  return `DEPENDS ON ${on}: whether ${who} may do ${what}.`;
}

function whyDenied({ because, part, policies }: Decision): string {
  if (because === 'explicit-deny') return 'a Deny statement applies';
  if (because === 'public-access-block') return 'S3 Block Public Access takes away what a public policy allows';
  if (part === 'scp' || part === 'rcp') {
    const level = policies.length === 0 ? 'a level without any' : `the level of ${list(policies.map(plainText))}`;
    return `every level of ${PARTS[part]}s has to allow it, and ${level} does not`;
  }
  return part === null ? 'nothing allows it' : `no ${PARTS[part]} allows it`;
}

/** `FILE:LINE:COLUMN  SID  EFFECT`; what is too wide for one line goes on in the next. */
function statementLines({ policy, line, column, sid, index, effect }: StatementRef, indent: string): readonly string[] {
  const place = `${plainText(policy)}:${line}:${column}`;
  const name = sid === null || sid === '' ? `statement ${index + 1}` : plainText(sid);
  const whole = `${indent}${place}  ${name}  ${effect}`;
  return whole.length <= 80 ? [whole] : [`${indent}${place}`, `${indent}    ${name}  ${effect}`];
}

const SAYS: Readonly<Record<PartAnswer['says'], string>> = {
  allows: 'allows it',
  denies: 'denies it',
  silent: 'does not allow it',
  depends: 'depends',
};

function partLines({ kind, says, statements }: PartAnswer): readonly string[] {
  return [`  ${PARTS[kind].padEnd(22)}${SAYS[says]}`, ...statements.flatMap((one) => statementLines(one, '      '))];
}

/** How to give what is missing. */
function hintLines(key: string): readonly string[] {
  const name = plainText(key);
  if (key === 'aws:resourceaccount') return [`  ${name}`, '      --resource-account ID'];
  if (key === 'aws:principalarn')
    return [`  ${name}`, '      --context aws:principalarn=ARN of the role, with its path'];
  if (key === 'sts:rolesessionname') return [`  ${name}`, '      --principal with the ARN of the session'];
  const both = `      --context ${name}=VALUE, or --absent ${name}`;
  const lines = both.length <= 80 ? [both] : [`      --context ${name}=VALUE`, `      or --absent ${name}`];
  return [`  ${name}`, ...lines];
}

function problemLines({ policies, decision }: Explained): readonly string[] {
  const all = [...policies.flatMap(({ problems }) => problems), ...decision.problems];
  const seen = new Set<string>();
  return all.flatMap(({ policy, line, column, message }) => {
    const place = `${plainText(policy)}:${line}:${column}`;
    if (seen.has(`${place} ${message}`)) return [];
    seen.add(`${place} ${message}`);
    return [`  ${place}`, ...wrap(plainText(message), 74).map((part) => `      ${part}`)];
  });
}

export function iamExplainJson({ request, decision, policies }: Explained, version: string): string {
  const { principal, action, resource, resourceAccount, context } = request;
  return `${jsonText(
    {
      schema: 'trailproof/iam-explain/1',
      tool: { name: 'trailproof', version },
      request: {
        principal: principalJson(principal),
        action,
        resource,
        resourceAccount,
        context: Object.fromEntries([...context].toSorted(([a], [b]) => (a < b ? -1 : 1))),
      },
      outcome: decision.outcome,
      because: decision.because,
      part: decision.part,
      silent: decision.policies,
      statements: decision.statements,
      unknownKeys: decision.unknownKeys,
      unread: decision.unread,
      problems: decision.problems,
      parts: decision.parts,
      policies: policies.map(({ name, kind, statements, problems }) => ({
        name,
        kind,
        statements: statements.length,
        problems,
      })),
    },
    2,
  )}\n`;
}

/** The kind, and what identifies the principal. */
function principalJson(principal: Principal): Readonly<Record<string, string | null>> {
  const id = 'arn' in principal ? principal.arn : 'name' in principal ? principal.name : null;
  const session = principal.kind === 'role' ? principal.session : null;
  if (principal.kind === 'root') return { kind: principal.kind, id: principal.account, session };
  return { kind: principal.kind, id: principal.kind === 'federated' ? principal.provider : id, session };
}
