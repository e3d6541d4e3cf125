import type { Wording } from './control.ts';

const only = (text: string): Wording => ({ text });

/** Why no change is offered, and what a person has to do. */
export const FIX_REASONS: Readonly<Record<string, Wording>> = {
  'fix.selectors-unread': only('The selectors of {trail} were not read: what has to stay is not known.'),
  'fix.selectors-by-hand': only(
    'The selectors of {trail} use what we do not know how to write again, or there is no room for one more: set management events to all by hand, and keep the rest.',
  ),
  'fix.tags-unread': only('The tags of {trail} were not read.'),
  'fix.tags-by-hand': only(
    'Who answers for {trail} is for you to say. Put the real values in: aws cloudtrail add-tags --resource-id {trail} --tags-list {tags} --region {region}',
  ),
  'fix.trail-unread': only('Log group or role of {trail} were not read.'),
  'fix.trust-unread': only('The trust policy of {role} was not read: it cannot be added to.'),
  'fix.bucket-unread': only('The bucket of {trail} was not read: scan with the account that owns it.'),
  'fix.policy-unread': only('The policy of {resource} was not read: it cannot be added to.'),
  'fix.policy-unreadable': only('The policy of {bucket} is no JSON document: it cannot be added to.'),
  'fix.key-missing': only('The key of {trail} is gone or was not read: name a key that exists on the trail, or none.'),
  'fix.key-pending-deletion': only(
    'Key {key} is waiting for its deletion: cancel it (aws kms cancel-key-deletion), find out who planned it, then enable the key.',
  ),
  'fix.key-state': only('Key {key} is in state {state}: look at it in KMS, no change that we know brings it back.'),
  'fix.key-of-aws': only(
    'Key {key} belongs to AWS: its policy cannot be changed. Name a key of your own on the trail.',
  ),
  'fix.key-policy-unread': only('The policy of key {key} was not read: it cannot be added to.'),
  'fix.key-elsewhere': only(
    'The bucket of {trail} lies in {region}: create a key there, let CloudTrail use it, and name it on the trail by its ARN.',
  ),
  'fix.key-region-by-hand': only(
    'S3 can use a key of its own Region only: name a key in the Region of the bucket on the trail.',
  ),
  'fix.topic-missing': only('The topic of {trail} is gone or was not read: take it off the trail, or create it again.'),
  'fix.topic-key-by-hand': only(
    'The topic is encrypted with a key that CloudTrail may not use: let cloudtrail.amazonaws.com do kms:GenerateDataKey* and kms:Decrypt in the key policy, or take the key off the topic.',
  ),
  'fix.organization-unread': only(
    'Whether account {account} is in an organization was not read: a member should not get a trail of its own where one of the organization can record it.',
  ),
  'fix.members-unread': only(
    '{trail} is or may be an organization trail, and whose members it records was not read: policies written without them would keep them from delivering. Scan from the management account, or add to the policies by hand.',
  ),
  'fix.owner-trails-unread': only(
    'The trails of account {account} were not all read: which name is free, and whether there is room for one more, is not known.',
  ),
  'fix.organization-trail-first': only(
    'There are organization trails ({trails}): mend those, and whatever keeps them from this account, instead of making one more.',
  ),
  'fix.too-many-trails': only(
    'Account {account} has five trails in {region}, which is the limit: remove one, or widen one that is there.',
  ),
  'fix.reach-by-hand': only(
    'Organization trail {trail} has no copy in account {account}: update the trail in its home Region, so that AWS makes the copies again; if that does not help, ask AWS support.',
  ),
  'fix.public-statements-by-hand': only(
    'Take the statements that make bucket {bucket} public out of its policy; Block Public Access closes it until then.',
  ),
  'fix.lock-by-hand': only(
    'Object Lock of bucket {bucket} cannot be switched off again: decide on mode and days, then aws s3api put-object-lock-configuration.',
  ),
  'fix.lifecycle-by-hand': only(
    'A lifecycle rule of bucket {bucket} comes too early: lengthen it, or narrow its prefix.',
  ),
  'fix.prefix-by-hand': only(
    'The prefix of the trail holds AWSLogs/: choose another prefix, in the bucket policy first.',
  ),
  'fix.archive-by-hand': only(
    'Moving logs to an archive account needs a bucket there: write its policy first, then change the bucket of the trail; the old files stay where they are.',
  ),
  'fix.grants-by-hand': only('Whoever may delete logs by these statements may rely on them: take them out one by one.'),
  'fix.duplicate-by-hand': only(
    'To go over without a gap: wait until the other trail has passed here for a day (trailproof explain), carry the data events, the log group and the readers of this one over, then stop it (aws cloudtrail stop-logging), wait another day, and delete it. Where it records data events that are to stay, take only its management events out.',
  ),
  'fix.scope-by-hand': only('Take the account into scope, in the policy file or on the command line.'),
  'fix.cost-by-hand': only(
    'Data events and Insights are charged by the event: choose what you need, and carry the other selectors over.',
  ),
  'fix.store-by-hand': only(
    'The key of an event data store can be set once and never taken off: choose it, then aws cloudtrail update-event-data-store.',
  ),
};
