/** What moto lacks or gets wrong of the things that trails deliver to, each under a name. */

import { type BucketOverlayOptions, bucketOverlays } from './bucket-overlays.ts';
import { policyOf } from './double/managed-policies.ts';
import { percentEncoded } from './encode.ts';
import { answerWith, deny, type Fault, fail } from './faults.ts';
import type { Overlay } from './overlay.ts';
import type { RuledCall } from './rules.ts';
import { toXml, unescapeXml } from './xml.ts';

export type DestinationOverlayOptions = BucketOverlayOptions & {
  /** By topic: how many have confirmed, and the endpoints that have not. */
  subscriptions?: Record<string, { confirmed: number; pending: string[] }>;
  /** By `account/role`: the ARNs of AWS managed policies that are attached to it beside those in moto. */
  attached?: Record<string, string[]>;
};

/** The overlays that a scan of buckets, keys, topics and policies needs beside those of a plain scan. */
export function destinationOverlays(options: DestinationOverlayOptions = {}): Overlay[] {
  const { subscriptions = {}, attached = {} } = options;
  return [
    ...bucketOverlays(options),
    foreignKeys(),
    awsManagedKeys(),
    keyPolicyName(),
    foreignTopics(),
    pendingSubscriptions(subscriptions),
    policyDocuments(),
    awsManagedPolicies(),
    attachedPolicies(attached),
    insightsOff(),
  ];
}

const KEY_READS = { service: 'kms', operation: ['DescribeKey', 'GetKeyPolicy'] };

/** moto says of keys of other accounts and Regions that they do not exist. From documentation. */
function foreignKeys(): Overlay {
  return {
    name: 'foreign-keys',
    match: KEY_READS,
    reply({ params, account, region }) {
      const id = String(params.KeyId);
      const [, , , place, owner] = id.split(':');
      if (!id.startsWith('arn:')) return null;
      if (place !== region) return fail('NotFoundException', { message: `Invalid arn ${region}` });
      return owner === account ? null : deny();
    },
  };
}

/** moto does not make the keys of AWS's services. From documentation: their manager is AWS. */
function awsManagedKeys(): Overlay {
  return {
    name: 'aws-managed-keys',
    match: { service: 'kms', operation: 'DescribeKey' },
    reply({ params, account, region }) {
      const service = /(?:^|:)alias\/aws\/(.+)$/.exec(String(params.KeyId))?.[1];
      if (service === undefined) return null;
      const KeyId = `aws-managed-${service}`;
      const Arn = `arn:aws:kms:${region}:${account}:key/${KeyId}`;
      const usage = { KeyUsage: 'ENCRYPT_DECRYPT', Origin: 'AWS_KMS', MultiRegion: false };
      return answerWith({
        KeyMetadata: {
          AWSAccountId: account,
          KeyId,
          Arn,
          ...usage,
          Enabled: true,
          KeyState: 'Enabled',
          KeyManager: 'AWS',
        },
      });
    },
  };
}

/** moto wants the name of a key policy, which may be left out: there is but one. From documentation. */
function keyPolicyName(): Overlay {
  return {
    name: 'key-policy-name',
    match: { service: 'kms', operation: 'GetKeyPolicy' },
    // A request that names it is passed on untouched, so that its signature holds.
    patchRequest: (body) =>
      'PolicyName' in JSON.parse(body) ? body : JSON.stringify({ ...JSON.parse(body), PolicyName: 'default' }),
  };
}

/** moto lets every account read every topic. From documentation: the policy of a new topic names its owner alone. */
function foreignTopics(): Overlay {
  return {
    name: 'foreign-topics',
    match: { service: 'sns', operation: ['GetTopicAttributes', 'ListSubscriptionsByTopic'] },
    reply: ({ params, account }) => (String(params.TopicArn).split(':')[4] === account ? null : deny()),
  };
}

/** moto takes every subscription for confirmed and counts none of them. Synthetic: the test declares them. */
function pendingSubscriptions(subscriptions: Record<string, { confirmed: number; pending: string[] }>): Overlay {
  function counted(text: string, name: string, count: number): string {
    return text.replace(new RegExp(`(<key>${name}</key><value>)\\d+`), `$1${count}`);
  }
  return {
    name: 'pending-subscriptions',
    match: { service: 'sns', operation: ['GetTopicAttributes', 'ListSubscriptionsByTopic'] },
    patch(text: string, { params }) {
      const { [String(params.TopicArn)]: declared } = subscriptions;
      if (declared === undefined) return text;
      const { confirmed, pending } = declared;
      const withCounts = counted(
        counted(text, 'SubscriptionsConfirmed', confirmed),
        'SubscriptionsPending',
        pending.length,
      );
      return withCounts.replace(/<member>.*?<\/member>/gs, (member) => {
        const endpoint = unescapeXml(/<Endpoint>([^<]*)</.exec(member)?.[1] ?? '');
        return pending.includes(endpoint)
          ? member.replace(/(<SubscriptionArn>)[^<]*/, '$1PendingConfirmation')
          : member;
      });
    },
  };
}

/** moto sends this one document as it stands, and encodes all the others. From documentation. */
function policyDocuments(): Overlay {
  return {
    name: 'policy-documents',
    match: { service: 'iam', operation: 'GetPolicyVersion' },
    patch: (text: string) =>
      text.replace(/<Document>([^<]*)<\/Document>/, (whole, document: string) =>
        document.startsWith('%7B') ? whole : `<Document>${percentEncoded(unescapeXml(document))}</Document>`,
      ),
  };
}

/** moto loads AWS's managed policies only where it is told to, at a second for each account. Names of AWS, words of ours. */
function awsManagedPolicies(): Overlay {
  return {
    name: 'aws-managed-policies',
    match: { service: 'iam', operation: ['GetPolicy', 'GetPolicyVersion'] },
    reply({ operation, params, account }) {
      const arn = String(params.PolicyArn);
      if (!arn.startsWith('arn:aws:iam::aws:policy/')) return null;
      const policy = policyOf(arn, { id: account ?? '', regions: {} }, 'aws');
      if (policy === null) return fail('NoSuchEntity', { status: 404, message: `Policy ${arn} was not found.` });
      const { name, path, defaultVersion, versions } = policy;
      if (operation === 'GetPolicy') {
        const times = { CreateDate: new Date(1_700_000_000_000), UpdateDate: new Date(1_700_000_000_000) };
        const named = { PolicyName: name, PolicyId: `ANPA${name.toUpperCase()}`, Arn: arn, Path: path };
        return answerWith({ Policy: { ...named, DefaultVersionId: defaultVersion, IsAttachable: true, ...times } });
      }
      const { [String(params.VersionId)]: document } = versions;
      if (document === undefined) return fail('NoSuchEntity', { status: 404 });
      const Document = percentEncoded(JSON.stringify(document));
      return answerWith({ PolicyVersion: { Document, VersionId: params.VersionId, IsDefaultVersion: true } });
    },
  };
}

/** moto attaches no policies that it has not loaded. Synthetic: the test declares them. */
function attachedPolicies(attached: Record<string, string[]>): Overlay {
  const of = ({ account, params }: RuledCall) => attached[`${account}/${String(params.RoleName)}`] ?? [];
  return {
    name: 'attached-policies',
    match: { service: 'iam', operation: 'ListAttachedRolePolicies' },
    patch(text: string, call) {
      const more = of(call).map((arn) => ({ PolicyName: arn.split('/').at(-1), PolicyArn: arn }));
      if (more.length === 0) return text;
      const members = more.map((member) => toXml({ member }, 'member')).join('');
      return text
        .replace('<AttachedPolicies/>', '<AttachedPolicies></AttachedPolicies>')
        .replace('</AttachedPolicies>', `${members}</AttachedPolicies>`);
    },
  };
}

/** moto answers with the ARN alone where AWS says that Insights are off. From documentation. */
function insightsOff(): Overlay {
  return {
    name: 'insights-off',
    match: { service: 'cloudtrail', operation: 'GetInsightSelectors' },
    instead({ status, body }): Fault | null {
      if (status !== 200) return null;
      const { TrailARN, InsightSelectors: selectors = [] } = JSON.parse(String(body));
      if (selectors.length > 0) return null;
      return fail('InsightNotEnabledException', { message: `Trail ${TrailARN} does not have Insights enabled.` });
    },
  };
}
