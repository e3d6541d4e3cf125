import type { Wording } from './control.ts';
import { FIX_REASONS } from './fix-wording.ts';

/** Words for the reasons that belong to no single control: unread facts, populations, the policy file, parity. */
export const ENGINE_REASONS: Readonly<Record<string, Wording>> = {
  ...FIX_REASONS,
  'read.denied': {
    text: '{call} was denied in {region} of account {account}: the identity lacks {permission}.',
    next: 'Allow {permission} to the identity that scans (trailproof permissions prints the whole policy), or ask who denies it: {message}',
  },
  'read.role-refused': {
    text: 'Account {account} does not let us in: its reading role could not be assumed ({code}).',
    next: 'Deploy the role there (trailproof pack read-role), or check its name, its trust and the external id; the caller needs {permission} on it.',
  },
  'read.forbidden': {
    text: '{call} was forbidden in {region} of account {account} by an explicit deny in a {policy}.',
    next: 'Exempt the identity that scans from that {policy}; allowing {permission} alone changes nothing.',
  },
  'read.throttled': {
    text: '{call} was throttled in {region} of account {account} until the deadline.',
    next: 'Scan again when less else calls the API.',
  },
  'read.unreachable': {
    text: '{call} got no usable answer in {region} of account {account} ({code}).',
    next: 'Check the network path to the endpoint and scan again.',
  },
  'read.region-off': {
    text: '{call} was refused in {region} of account {account} as for a Region that is not enabled ({code}).',
    next: 'Check that the Region is enabled and that the credentials are valid there.',
  },
  'read.not-implemented': {
    text: '{call} is not supported in {region} of account {account} ({code}).',
    next: 'Nothing to do where AWS does not offer the operation; else check the endpoint.',
  },
  'read.malformed': {
    text: 'The answer of {call} in {region} of account {account} could not be used: {message}.',
    next: 'Look for a proxy or a sign-in page between here and AWS.',
  },
  'read.not-found': {
    text: '{call} in {region} of account {account} does not find what another answer lists ({code}).',
    next: 'Scan again: the resource was changed while it was read, or its copy is not there yet.',
  },
  'read.credentials': {
    text: 'The credentials were not accepted any more at {call} in {region} of account {account} ({code}).',
    next: 'Renew the credentials (aws sso login) and scan again.',
  },
  'read.refused': {
    text: '{call} was refused in {region} of account {account} ({code}): {message}',
    next: 'Look at the message; scan again after the cause is gone.',
  },
  'read.interrupted': {
    text: '{call} in {region} of account {account} was not finished: the run was interrupted.',
    next: 'Scan again.',
  },
  'read.not-asked': {
    text: '{call} was not asked in {region} of account {account} in this run.',
    next: 'Scan again with the controls that need it.',
  },
  'read.out-of-scope': {
    text: '{call} would have to be asked in {region} of account {account}, which this run does not read.',
    next: 'Scan that account as well.',
  },
  'regions.unverified': {
    text: 'The enabled Regions of account {account} could not be read; only Regions of the shipped list were tried.',
    next: 'Allow account:ListRegions (or ec2:DescribeRegions).',
  },
  'account.no-own-trail': { text: 'Account {account} owns no trail, so there is none to judge.' },
  'account.no-event-data-store': { text: 'Account {account} has no event data store, so there is none to judge.' },
  'account.bucket-elsewhere': {
    text: 'The trails of account {account} deliver to {buckets}, which another account owns or nobody in this run: see the results of the buckets.',
  },
  'bucket.missing': {
    text: 'Bucket {bucket} does not exist, so there is nothing to protect; trails {trails} deliver nowhere.',
  },
  'owner-not-in-scope': {
    text: 'No account of this run answers as the owner of bucket {bucket}: it belongs to another account, or s3:ListBucket is missing in the one that owns it.',
    next: 'Scan the organization (--org) or the account that owns the bucket, and allow s3:ListBucket there.',
  },
  'account.nothing-found': { text: 'Account {account} has nothing that this control asks about.' },
  'own.violation': { text: '{text}', next: '{next}' },
  'own.unknown': { text: '{text}' },
  'own.out-of-scope': { text: '{subject} belongs to account {account}, which this run does not judge.' },
  'account.no-organization-trail': { text: 'No organization trail concerns account {account}.' },
  'account.judged-alone': { text: 'Account {account} is judged alone; its organization was not read.' },
  'account.suspended': { text: 'Account {account} is suspended; nothing in it can be read.' },
  'account.closed': { text: 'Account {account} is closed; nothing in it can be read.' },
  'account.pending-activation': { text: 'Account {account} is not active yet; nothing in it can be read.' },
  'account.pending-closure': { text: 'Account {account} is being closed and can no longer be read.' },
  'policy.account-excluded': { text: 'Account {account} is excluded by the policy file: {because}' },
  'scope.left-out': { text: 'Account {account} is not part of this run: {because}.' },
  'policy.trail-excluded': { text: 'Trail {trail} is excluded by the policy file: {because}' },
  'parity.undocumented': {
    text: 'AWS does not document what Security Hub reports here ({doubt}); the clause follows its conditions.',
  },
  'not-explained': { text: 'No reason was given.' },
};
