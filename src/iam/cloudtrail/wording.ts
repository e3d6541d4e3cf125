import type { ConditionWording } from '../../model/control.ts';

/** Words for what `permission` finds; every condition that is decided by it has them. */
export const permissionWording = {
  'permission.denied': {
    text: '{who} is forbidden {action} on {resource}: statement {statement} of {policy} (line {line}, column {column}) denies it.',
    next: 'Narrow that Deny or exempt {who} from it; a condition on aws:PrincipalIsAWSService exempts AWS services.',
  },
  'permission.not-allowed': {
    text: '{who} is not allowed {action} on {resource}: nothing in {part} allows the action.',
    next: 'Allow {who} the action {action} on {resource}.',
  },
  'permission.other-resource': {
    text: '{who} is not allowed {action} on {resource}: the action is allowed by {part} on {granted} only.',
    next: 'Allow {action} on {resource} as well, or correct the resource of that statement.',
  },
  'permission.other-condition': {
    text: '{who} is not allowed {action} on {resource}: it is allowed by {part} only under conditions that the request does not meet ({conditions}).',
    next: 'Correct the conditions: they have to hold for the request that CloudTrail makes.',
  },
  'permission.blocked': {
    text: '{who} is not allowed {action} on {resource}: S3 Block Public Access takes away what the public policy allows.',
    next: 'Name {who} in the policy instead of everybody.',
  },
  'permission.sample': {
    text: 'Whether {who} may {action} on {resource} cannot be told: an id in it stands for one that was not read, and not every id is allowed.',
    next: 'Scan the organization (--org), so that its id is known.',
  },
  'permission.undocumented': {
    text: '{who} is not allowed {action} on {resource}, and AWS does not say whether delivery needs it.',
    next: 'Allow {who} the action {action} on it; or see in the status of the trail whether deliveries go on without.',
  },
  'permission.depends': {
    text: 'Whether {who} may {action} on {resource} depends on {keys}, and nothing tells how this request has it: see {statements}.',
    next: 'Look at these statements; a condition on another key, or an exemption of {who}, takes the doubt away.',
  },
  'permission.unread': {
    text: 'Whether {who} may {action} on {resource} depends on policies that were not read: {policies}.',
    next: 'Let the identity that scans read them.',
  },
  'permission.not-understood': {
    text: 'Whether {who} may {action} on {resource} depends on something that is not understood: {policy}, line {line}, column {column}: {message}.',
    next: 'Correct the policy, or write it in the documented form.',
  },
  'guardrails.unread': {
    note: true,
    text: 'Not all policies that bind account {account} from above were read ({call}: {code}); one of them could forbid it all the same.',
    next: 'Scan the organization (--org) with {permission} allowed.',
  },
} as const satisfies ConditionWording['reasons'];

export const bucketMissingWording = {
  'trail.bucket-missing': {
    text: 'Trail {trail} delivers to bucket {bucket}, which does not exist.',
    next: 'Make the bucket again in its account before somebody else takes the name, or name another one on the trail.',
  },
} as const satisfies ConditionWording['reasons'];
