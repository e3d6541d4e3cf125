/** An action that takes log files away or opens the way to it. */
export interface SensitiveAction {
  readonly action: string;
  /** What it is asked of. */
  readonly on: 'bucket' | 'object' | 'key';
  readonly why: string;
}

/**
 * By service and what they are asked of (Service Authorization Reference, Amazon S3 and AWS KMS). Left out: creating
 * grants on a key, since no grant lets anybody destroy the key, and tagging, which matters only to lifecycle rules by tag.
 */
export const SENSITIVE_ACTIONS: readonly SensitiveAction[] = [
  { action: 's3:DeleteObject', on: 'object', why: 'Deletes a log file, or hides it behind a delete marker.' },
  { action: 's3:DeleteObjectVersion', on: 'object', why: 'Removes a version for good: versioning does not help.' },
  { action: 's3:BypassGovernanceRetention', on: 'object', why: 'Makes a lock in governance mode worth nothing.' },
  { action: 's3:PutObjectRetention', on: 'object', why: 'Shortens a lock in governance mode, for who may bypass it.' },
  { action: 's3:PutObjectLegalHold', on: 'object', why: 'Takes a legal hold off.' },
  { action: 's3:PutObjectAcl', on: 'object', why: 'Hands a log file to others.' },
  { action: 's3:PutObjectVersionAcl', on: 'object', why: 'Hands an older version to others.' },
  { action: 's3:ReplicateDelete', on: 'object', why: 'Deletes in the name of replication.' },
  { action: 's3:DeleteBucket', on: 'bucket', why: 'Deletes the emptied bucket: delivery stops.' },
  {
    action: 's3:PutBucketPolicy',
    on: 'bucket',
    why: 'Lets its holder grant himself everything, or shut CloudTrail out.',
  },
  { action: 's3:DeleteBucketPolicy', on: 'bucket', why: 'Takes away every Deny, and what lets CloudTrail write.' },
  { action: 's3:PutLifecycleConfiguration', on: 'bucket', why: 'Lets S3 delete every log file within a day or two.' },
  { action: 's3:PutBucketVersioning', on: 'bucket', why: 'Suspends versioning: from then on, deleted is gone.' },
  { action: 's3:PutBucketObjectLockConfiguration', on: 'bucket', why: 'Takes the lock off the files to come.' },
  { action: 's3:PutBucketPublicAccessBlock', on: 'bucket', why: 'Opens the way to a public bucket.' },
  { action: 's3:PutBucketAcl', on: 'bucket', why: 'Grants writing to anybody, past the policy.' },
  { action: 's3:PutBucketOwnershipControls', on: 'bucket', why: 'Switches access control lists on again.' },
  {
    action: 's3:PutEncryptionConfiguration',
    on: 'bucket',
    why: 'Encrypts the files to come with a key that is destroyed later.',
  },
  { action: 's3:PutReplicationConfiguration', on: 'bucket', why: 'Copies the logs elsewhere, or ends the copies.' },
  { action: 's3:PutBucketLogging', on: 'bucket', why: 'Ends the record of who touched the log files.' },
  { action: 's3:PutBucketRequestPayment', on: 'bucket', why: 'Requester Pays stops delivery.' },
  { action: 'kms:ScheduleKeyDeletion', on: 'key', why: 'Destroys the key, and every log file that it encrypts.' },
  { action: 'kms:DeleteImportedKeyMaterial', on: 'key', why: 'Destroys a key of imported material at once.' },
  { action: 'kms:DisableKey', on: 'key', why: 'Stops delivery and reading.' },
  { action: 'kms:PutKeyPolicy', on: 'key', why: 'Lets its holder grant himself everything, or shut CloudTrail out.' },
  { action: 'kms:RevokeGrant', on: 'key', why: 'Takes the key away from whoever reads the logs by a grant.' },
];

/** Overwrites log files: noted, since versioning and locks keep what was there. */
export const OVERWRITING = 's3:PutObject';
