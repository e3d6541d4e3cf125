/** How the double words and pages the lists of accounts, for the AWS SDK and for the AWS CLI. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { OrganizationsClient, paginateListAccounts } from '@aws-sdk/client-organizations';
import { accessKeyOf } from './access-key.ts';
import { type DoubleOptions, startDouble } from './double.ts';
import { awsCli } from './moto.ts';
import { whyNoAwsCli } from './python.ts';
import type { AccountListing, World } from './world.ts';

const MANAGEMENT = '111111111111';
const DELEGATE = '222222222222';
const MEMBER = '333333333333';

function worldWith(listing: AccountListing = {}): World {
  return {
    now: new Date('2026-11-01T12:00:00Z'),
    accounts: [
      { id: MANAGEMENT },
      { id: DELEGATE, ou: 'ou-root-security' },
      { id: MEMBER, ou: 'ou-root-inner000' },
      { id: '444444444444' },
      { id: '555555555555', state: 'CLOSED' },
      { id: '666666666666', state: 'PENDING_CLOSURE' },
      { id: '999999999999', member: false },
    ],
    organization: {
      management: MANAGEMENT,
      ous: [
        { id: 'ou-root-security', name: 'Security', parent: 'r-root' },
        { id: 'ou-root-workload', name: 'Workloads', parent: 'r-root' },
        { id: 'ou-root-inner000', name: 'Inner', parent: 'ou-root-workload' },
      ],
      delegatedAdministrators: [{ account: DELEGATE, services: ['cloudtrail.amazonaws.com', 'config.amazonaws.com'] }],
      listing,
    },
  };
}

describe('the list of accounts', () => {
  async function listed(listing: AccountListing, options: DoubleOptions = {}, more = {}) {
    const double = await startDouble(worldWith(listing), options);
    const client = new OrganizationsClient({
      endpoint: double.url,
      region: 'us-east-1',
      credentials: { accessKeyId: accessKeyOf(MANAGEMENT), secretAccessKey: 'x' },
      maxAttempts: 1,
    });
    const pages = [];
    try {
      for await (const { Accounts = [] } of paginateListAccounts({ client, ...more }, {})) pages.push(Accounts);
    } finally {
      await double.close();
    }
    return pages;
  }

  test('has the new field of state, the retired one, or both', async () => {
    const fields = async (listing: AccountListing) =>
      (await listed(listing)).flat().map(({ State = null, Status = null }) => [State, Status])[4];
    assert.deepEqual(await fields({}), ['CLOSED', 'SUSPENDED']);
    assert.deepEqual(await fields({ fields: 'state' }), ['CLOSED', null]);
    assert.deepEqual(await fields({ fields: 'status' }), [null, 'SUSPENDED']);
  });

  test('has paths where the world says so', async () => {
    const [, , member] = (await listed({ paths: true })).flat();
    assert.deepEqual(member?.Paths, [`o-exampleorg/r-root/ou-root-workload/ou-root-inner000/${MEMBER}/`]);
  });

  test('comes in pages, some of them empty, some repeating an account', async () => {
    const ids = async (listing: AccountListing, options: DoubleOptions = {}, more = {}) =>
      (await listed(listing, options, more)).map((page) => page.map(({ Id }) => Id?.[0]).join(''));
    assert.deepEqual(await ids({}), ['123456']);
    assert.deepEqual(await ids({}, {}, { pageSize: 4 }), ['1234', '56']);
    assert.deepEqual(await ids({}, { pageSize: 2 }), ['12', '34', '56']);
    assert.deepEqual(await ids({ emptyBefore: [1, 3] }, { pageSize: 2 }), ['', '12', '34', '', '56']);
    assert.deepEqual(await ids({ overlap: true }, { pageSize: 3 }), ['123', '345', '56']);
    assert.deepEqual(await ids({ overlap: true }, { pageSize: 1 }), ['1', '2', '3', '4', '5', '6']);
    await assert.rejects(ids({}, {}, { pageSize: 21 }), { name: 'InvalidInputException' });
  });
});

test('the AWS CLI reads the organisation', { skip: whyNoAwsCli() }, async () => {
  const double = await startDouble(worldWith({ emptyBefore: [2], overlap: true, paths: true }), { pageSize: 3 });
  const env = double.env(DELEGATE, 'us-east-1');
  const [organization, accounts, roots, ous, held, delegated, services, access] = await Promise.all([
    awsCli(['organizations', 'describe-organization'], env),
    awsCli(['organizations', 'list-accounts'], env),
    awsCli(['organizations', 'list-roots'], env),
    awsCli(['organizations', 'list-organizational-units-for-parent', '--parent-id', 'r-root'], env),
    awsCli(['organizations', 'list-accounts-for-parent', '--parent-id', 'ou-root-security'], env),
    awsCli(['organizations', 'list-delegated-administrators'], env),
    awsCli(['organizations', 'list-delegated-services-for-account', '--account-id', DELEGATE], env),
    awsCli(['organizations', 'list-aws-service-access-for-organization'], env),
  ]);
  assert.equal(organization.Organization.MasterAccountId, MANAGEMENT);
  const ids = accounts.Accounts.map(({ Id }: { Id: string }) => Id[0]).join('');
  assert.equal(ids, '12334556');
  assert.equal(accounts.Accounts[0].State, 'ACTIVE');
  assert.equal(roots.Roots[0].Id, 'r-root');
  assert.equal(ous.OrganizationalUnits[0].Path, 'o-exampleorg/r-root/ou-root-security/');
  assert.equal(held.Accounts[0].Id, DELEGATE);
  assert.equal(delegated.DelegatedAdministrators[0].State, 'ACTIVE');
  assert.equal(services.DelegatedServices.length, 2);
  assert.equal(access.EnabledServicePrincipals.length, 2);
  assert.equal(double.unknownCalls.size, 0);
  await double.close();
});
