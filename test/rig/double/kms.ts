import type { AwsCall } from '../wire.ts';
import { dateOf, type When } from '../world.ts';
import type { WorldKey } from '../world-delivery.ts';
import { awsManagedKeyPolicy, keyPolicy } from './defaults.ts';
import { denyCall, documentText, type Handler, type KnownAccount, refuse, type WorldContext } from './handler.ts';
import type { KeyUsers } from './named.ts';

/** A key with the ARN of the key itself, whatever it was asked for by. */
type FoundKey = { arn: string; key: WorldKey };

const NO_USERS: KeyUsers = { trails: [], logGroupArns: [], storage: [] };

/** KMS: keys by id, ARN or alias, described or only named; each is read by its own account. */
export function kmsHandlers(world: WorldContext): Record<string, Handler> {
  const arnOf = (region: string, account: string, resource: string) =>
    `arn:${world.partition}:kms:${region}:${account}:${resource}`;

  /** The full ARN of what was asked for: a key id and an alias are those of the caller, here. */
  function asked(call: AwsCall, account: KnownAccount): string {
    const id = String(call.params.KeyId ?? '');
    if (!id.startsWith('arn:')) {
      return arnOf(call.region ?? '', account.id, id.startsWith('alias/') ? id : `key/${id}`);
    }
    const [, , service, region] = id.split(':');
    if (service !== 'kms') refuse('InvalidArnException', `${id} is not a valid ARN`);
    if (region !== call.region) refuse('NotFoundException', `Invalid arn ${call.region}`);
    return id;
  }

  function find(call: AwsCall, account: KnownAccount): FoundKey {
    const arn = asked(call, account);
    const [, , , region = '', owner = '', resource = ''] = arn.split(':');
    // To others a key that is not theirs and one that does not exist look the same.
    if (owner !== account.id) denyCall(world, call);
    const found = world.missing.has(arn)
      ? null
      : (described(account, region, resource) ?? named(arn, region, resource));
    if (found !== null) return found;
    if (resource.startsWith('alias/')) return refuse('NotFoundException', `Alias ${arn} is not found.`);
    return refuse('NotFoundException', `Key '${arn}' does not exist`);
  }

  function described(account: KnownAccount, region: string, resource: string): FoundKey | null {
    const key = account.keys?.find(
      (one) => one.region === region && (`key/${one.KeyId}` === resource || one.aliases?.includes(resource)),
    );
    return key === undefined ? null : { arn: arnOf(region, account.id, `key/${key.KeyId}`), key };
  }

  /** A key that something names, and the keys that AWS makes for its services. */
  function named(arn: string, region: string, resource: string): FoundKey | null {
    const account = arn.split(':')[4] ?? '';
    const service = /^alias\/aws\/(.+)$/.exec(resource)?.[1];
    if (service !== undefined) {
      const KeyId = `aws-managed-${service}`;
      const own = arnOf(region, account, `key/${KeyId}`);
      const key = { KeyId, region, aliases: [resource], KeyManager: 'AWS', policy: awsManagedKeyPolicy(own, service) };
      return { arn: own, key };
    }
    const managed = /^key\/aws-managed-(.+)$/.exec(resource)?.[1];
    if (managed !== undefined)
      return named(arnOf(region, account, `alias/aws/${managed}`), region, `alias/aws/${managed}`);
    if (!world.named.byKey.has(arn)) return null;
    const [kind, ...rest] = resource.split('/');
    if (kind === 'key') return { arn, key: { KeyId: rest.join('/'), region } };
    const KeyId = `of-${rest.join('-')}`;
    return { arn: arnOf(region, account, `key/${KeyId}`), key: { KeyId, region, aliases: [resource] } };
  }

  function describeKey(call: AwsCall, account: KnownAccount): Record<string, unknown> {
    const { arn, key } = find(call, account);
    const { region: _, aliases: __, policy: ___, KeyState = 'Enabled', DeletionDate, ...fields } = key;
    const deletion = DeletionDate === undefined ? {} : { DeletionDate: dateOf(DeletionDate as When, world.now) };
    return {
      KeyMetadata: {
        AWSAccountId: account.id,
        Arn: arn,
        CreationDate: dateOf('-200d', world.now),
        Enabled: KeyState === 'Enabled',
        Description: '',
        KeyUsage: 'ENCRYPT_DECRYPT',
        KeyState,
        Origin: 'AWS_KMS',
        KeyManager: 'CUSTOMER',
        CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
        KeySpec: 'SYMMETRIC_DEFAULT',
        EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
        MultiRegion: false,
        ...deletion,
        ...fields,
      },
    };
  }

  function getKeyPolicy(call: AwsCall, account: KnownAccount): Record<string, unknown> {
    const id = String(call.params.KeyId ?? '');
    if (/(^|:)alias\//.test(id)) refuse('NotFoundException', `Invalid keyId '${id}'`);
    const { PolicyName: name = 'default' } = call.params;
    const { arn, key } = find(call, account);
    if (name !== 'default') refuse('NotFoundException', `No such policy exists`);
    const document = key.policy ?? keyPolicy(arn, usersOf(arn, key));
    return { Policy: documentText(document), PolicyName: 'default' };
  }

  /** Whoever names the key or one of its aliases. */
  function usersOf(arn: string, { aliases = [] }: WorldKey): KeyUsers {
    const head = arn.split(':').slice(0, 5).join(':');
    const all = [arn, ...aliases.map((alias) => `${head}:${alias}`)].map(
      (one) => world.named.byKey.get(one) ?? NO_USERS,
    );
    return {
      trails: all.flatMap(({ trails }) => trails),
      logGroupArns: all.flatMap(({ logGroupArns }) => logGroupArns),
      storage: all.flatMap(({ storage }) => storage),
    };
  }

  return { 'kms:DescribeKey': describeKey, 'kms:GetKeyPolicy': getKeyPolicy };
}
