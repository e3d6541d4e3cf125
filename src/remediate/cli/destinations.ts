import type { ChangeKind, ChangeOf, ChangeTable } from '../../model/change.ts';
import { policyWith } from '../../model/policy-addition.ts';
import { inlinePolicies, newKeyPolicy, newTrustPolicy } from '../documents.ts';
import type { BUCKET_COMMANDS } from './buckets.ts';
import { aws, type CliChange, type Command, json } from './command.ts';
import { asPlanned, minified } from './guards.ts';
import type { TRAIL_COMMANDS } from './trails.ts';

type OtherKinds = Exclude<ChangeKind, keyof typeof BUCKET_COMMANDS | keyof typeof TRAIL_COMMANDS>;

const SERVICE = 'cloudtrail.amazonaws.com';
const LINKED_ROLE = 'AWSServiceRoleForCloudTrail';
const NO_ROLE = 'NoSuchEntity';

export const DESTINATION_COMMANDS: Pick<ChangeTable<CliChange>, OtherKinds> = {
  'create-key': (change) => {
    const look = aws(change, 'kms describe-key', { 'key-id': change.alias });
    const policy = json(newKeyPolicy(change));
    return {
      guard: { kind: 'missing', what: `key ${change.alias}`, look, code: 'NotFoundException' },
      commands: [
        { ...aws(change, 'kms create-key', { policy, query: 'KeyMetadata.KeyId', output: 'text' }), into: 'key' },
        aws(change, 'kms create-alias', { 'alias-name': change.alias, 'target-key-id': { variable: 'key' } }),
      ],
      checks: [look],
      back: [],
    };
  },
  'enable-key': (change) => ({
    guard: null,
    commands: [aws(change, 'kms enable-key', { 'key-id': keyId(change) })],
    checks: [aws(change, 'kms describe-key', { 'key-id': keyId(change) })],
    back: [aws(change, 'kms disable-key', { 'key-id': keyId(change) })],
  }),
  'allow-key-use': (change) => {
    const named = { 'key-id': keyId(change), 'policy-name': 'default' };
    const look = aws(change, 'kms get-key-policy', { ...named, query: 'Policy', output: 'text' });
    const put = (policy: string): Command => aws(change, 'kms put-key-policy', { ...named, policy });
    const after = json(policyWith(change));
    return {
      guard: asPlanned(`the policy of key ${change.key}`, look, 'NotFoundException', change.before, after),
      commands: [put(after)],
      checks: [look],
      back: change.before === null ? [] : [put(minified(change.before))],
    };
  },
  'allow-publish': (change) => {
    const topic = { 'topic-arn': change.topic };
    const look = aws(change, 'sns get-topic-attributes', { ...topic, query: 'Attributes.Policy', output: 'text' });
    const attribute = { ...topic, 'attribute-name': 'Policy' };
    const set = (policy: string): Command =>
      aws(change, 'sns set-topic-attributes', { ...attribute, 'attribute-value': policy });
    const after = json(policyWith(change));
    return {
      guard: asPlanned(`the policy of topic ${change.topic}`, look, 'NotFound', change.before, after),
      commands: [set(after)],
      checks: [look],
      back: change.before === null ? [] : [set(minified(change.before))],
    };
  },
  'create-log-group': (change) => {
    const group = { 'log-group-name': change.logGroup };
    const look = aws(change, 'logs describe-log-streams', { ...group, 'max-items': '1' });
    const days = change.retentionDays === null ? null : String(change.retentionDays);
    const retain = aws(change, 'logs put-retention-policy', { ...group, 'retention-in-days': days });
    return {
      guard: { kind: 'missing', what: `log group ${change.logGroup}`, look, code: 'ResourceNotFoundException' },
      commands: [aws(change, 'logs create-log-group', group), ...(days === null ? [] : [retain])],
      checks: [aws(change, 'logs describe-log-groups', { 'log-group-name-prefix': change.logGroup })],
      back: [aws(change, 'logs delete-log-group', group)],
    };
  },
  'create-delivery-role': (change) => {
    const role = { 'role-name': change.role };
    const look = aws(change, 'iam get-role', role);
    const trust = json(newTrustPolicy());
    return {
      guard: { kind: 'missing', what: `role ${change.role}`, look, code: NO_ROLE },
      commands: [aws(change, 'iam create-role', { ...role, 'assume-role-policy-document': trust })],
      checks: [look],
      back: [aws(change, 'iam delete-role', role)],
    };
  },
  'allow-assume': (change) => {
    const role = { 'role-name': change.role };
    const query = 'Role.AssumeRolePolicyDocument';
    const look = aws(change, 'iam get-role', { ...role, query, output: 'json' });
    const put = (document: string): Command =>
      aws(change, 'iam update-assume-role-policy', { ...role, 'policy-document': document });
    const after = json(policyWith(change));
    return {
      guard: asPlanned(`the trust policy of role ${change.role}`, look, NO_ROLE, change.before, after),
      commands: [put(after)],
      checks: [look],
      back: change.before === null ? [] : [put(minified(change.before))],
    };
  },
  'allow-log-writes': (change) => {
    const each = inlinePolicies(change).map(({ name, document }) => ({
      names: { 'role-name': change.role, 'policy-name': name },
      document: json(document),
    }));
    return {
      guard: null,
      commands: each.map(({ names, document }) => ({
        ...aws(change, 'iam put-role-policy', { ...names, 'policy-document': document }),
        // A role that was made just before.
        settles: [NO_ROLE],
      })),
      checks: each.map(({ names }) => aws(change, 'iam get-role-policy', names)),
      back: each.map(({ names }) => aws(change, 'iam delete-role-policy', names)),
    };
  },
  'enable-trusted-access': (change) => ({
    guard: null,
    commands: [aws(change, 'organizations enable-aws-service-access', { 'service-principal': SERVICE })],
    checks: [aws(change, 'organizations list-aws-service-access-for-organization')],
    back: [aws(change, 'organizations disable-aws-service-access', { 'service-principal': SERVICE })],
  }),
  'create-service-linked-role': (change) => {
    const look = aws(change, 'iam get-role', { 'role-name': LINKED_ROLE });
    return {
      guard: { kind: 'missing', what: `role ${LINKED_ROLE}`, look, code: NO_ROLE },
      commands: [aws(change, 'iam create-service-linked-role', { 'aws-service-name': SERVICE })],
      checks: [look],
      back: [aws(change, 'iam delete-service-linked-role', { 'role-name': LINKED_ROLE })],
    };
  },
};

/** A key is named by its id: account and Region are those that the command goes to. */
function keyId({ key }: ChangeOf<'enable-key' | 'allow-key-use'>): string {
  return key.replace(/^arn:.*:key\//, '');
}
