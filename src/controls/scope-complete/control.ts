import { decided, readReason, reason } from '../../model/conditions/condition.ts';
import { type ControlContext, defineControl, type Subject } from '../../model/control.ts';
import { byHand } from '../../model/fixes/fix.ts';
import type { Candidate, Condition } from '../../model/verdict.ts';
import { QUERY } from './query.ts';

/** Services whose administrators must not be out of sight. */
const SECURITY_SERVICES: Readonly<Record<string, string>> = {
  'cloudtrail.amazonaws.com': 'CloudTrail',
  'config.amazonaws.com': 'Config',
  'detective.amazonaws.com': 'Detective',
  'guardduty.amazonaws.com': 'GuardDuty',
  'inspector2.amazonaws.com': 'Inspector',
  'macie.amazonaws.com': 'Macie',
  'securityhub.amazonaws.com': 'Security Hub',
  'sso.amazonaws.com': 'Identity Center',
};

export const scopeComplete = defineControl({
  id: 'scope-complete',
  title: 'Every account with a special part in the organization is in scope',
  category: 'inventory',
  severity: 'high',
  rationale:
    'The management account, the log archive and the administrators of security services are the accounts that an intruder wants most, and the ones that lists of "all workload accounts" forget. Leaving one out has to be seen.',
  population: 'special-account',
  needs: ['organization'],
  conditions: {
    'in-scope': {
      title: 'The account is judged in this run',
      reasons: {
        'scope.special-account-left-out': {
          text: 'Account {account} is the {part} and is left out of scope ({because}).',
          next: 'Take it into scope, or record an exception for it.',
        },
      },
    },
    'parts-known': {
      title: 'The special parts of the accounts could be read',
      reasons: {},
    },
  },
  clauses: [],
  related: ['organization-trail-reach'],
  query: QUERY,
  fix: () => byHand('fix.scope-by-hand'),
  subjects: (context) => {
    const part = partOf(context);
    const own = part === null ? [] : [subject(context, context.account.id, inScope(context, part))];
    return [...own, ...partsUnknown(context)];
  },
});

function subject({ account }: ControlContext, key: string, condition: Condition): Subject {
  const candidate: Candidate = { resource: account.id, region: null, conditions: [condition], via: null, doubts: [] };
  return { account: account.id, region: null, resource: account.id, key, candidates: [candidate], none: null };
}

/** What makes the account special, in words; null for any other account. */
function partOf({ account, organization, policy }: ControlContext): string | null {
  const parts: string[] = [];
  if (organization?.management === account.id) parts.push('management account');
  const declared = policy.classes.get(account.id) === 'log-archive';
  if (declared || /log[\s_-]?archive/i.test(account.name ?? '')) parts.push('log archive');
  const administrators = organization?.delegatedAdministrators;
  const services = administrators?.known ? administrators.value.get(account.id) : undefined;
  const names = services?.known ? services.value.flatMap((service) => SECURITY_SERVICES[service] ?? []) : [];
  if (names.length > 0) parts.push(`administrator of ${names.join(', ')}`);
  return parts.length === 0 ? null : parts.join(', ');
}

function inScope({ account, policy }: ControlContext, part: string): Condition {
  const because = account.leftOut ?? policy.excludedAccounts.get(account.id) ?? null;
  if (because === null) return decided('in-scope', account.id, 'yes', part, []);
  const why = reason('scope.special-account-left-out', { account: account.id, part, because });
  return decided('in-scope', account.id, 'no', part, [], [why]);
}

/** What could not be read about the special parts is one more result, filed under the management account or the caller. */
function partsUnknown(context: ControlContext): readonly Subject[] {
  const { account, organization } = context;
  if (organization === null || (organization.management ?? organization.caller) !== account.id) return [];
  const { id, delegatedAdministrators: administrators } = organization;
  if (id.known && id.value === null) return [];
  const services = administrators.known ? [...administrators.value.values()] : [];
  const unread = [id, administrators, ...services].flatMap((read) => (read.known ? [] : [read]));
  if (unread.length === 0) return [];
  const sources = unread.map(({ source }) => source);
  const reasons = unread.map(({ failure }) => readReason(failure));
  const condition = decided('parts-known', account.id, 'unknown', null, sources, reasons);
  return [subject(context, `${account.id}/parts`, condition)];
}
