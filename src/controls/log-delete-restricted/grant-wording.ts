import type { ConditionWording } from '../../model/control.ts';

const next =
  'Take these actions out of the statement, narrow it to roles that storage.securityRoles of the policy file declares, or add a Deny for everybody else.';

/** What a bucket's and a key's policy can be reproached with alike. */
export const grantWording = {
  'grant.broad': { text: 'The {policy} lets {principals} use {actions}, in {place}.', next },
  'grant.conditional': {
    text: 'The {policy} lets {principals} use {actions}, in {place}, under conditions on {keys}: whoever meets them can.',
    next,
  },
  'grant.deny-unknown': {
    text: 'The {policy} lets {principals} use {actions}, in {place}; whether a Deny of the same policy takes that away hangs on {keys}.',
    next: 'Write the Deny without that condition, or take the actions out of the statement.',
  },
  'grant.not-understood': {
    text: 'The {policy} is not understood at {place}: {problem}.',
    next: 'Look at the statement; AWS may read it in another way than it looks.',
  },
  'grant.delegates': {
    note: true,
    text: 'The {policy} leaves {actions} to the identity policies of account {owner}, in {place}; those are not looked at here.',
  },
} satisfies ConditionWording['reasons'];
