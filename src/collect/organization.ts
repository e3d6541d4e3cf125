import { jsonAnswer } from '../facts/answer.ts';
import { CaptureIndex } from '../facts/capture-index.ts';
import { organizationListing } from '../facts/organization.ts';
import type { Capture } from '../model/capture.ts';
import { isObject, type JsonObject } from '../model/json.ts';
import type { Operation } from '../model/operations.ts';
import { askPages } from './pages.ts';
import type { Reader } from './reader.ts';

/**
 * Reads the organization as the caller may: itself, its accounts, units, delegated administrators and trusted services.
 * A refusal is a capture like any other.
 */
export async function readOrganization(reader: Reader, caller: string, region: string): Promise<readonly Capture[]> {
  const ask = (operation: Operation, parameters: JsonObject = {}): Promise<readonly Capture[]> =>
    askPages(reader, operation, { account: caller, region, parameters }, 'NextToken');
  const described = await ask('organizations:DescribeOrganization');
  const { id } = organizationListing(new CaptureIndex(described), caller, region);
  if (id.known && id.value === null) return described;
  const [accounts, services, administrators, roots] = await Promise.all([
    ask('organizations:ListAccounts'),
    ask('organizations:ListAWSServiceAccessForOrganization'),
    ask('organizations:ListDelegatedAdministrators'),
    ask('organizations:ListRoots'),
  ]);
  const delegated = await Promise.all(
    idsIn(administrators, 'DelegatedAdministrators').map((account) =>
      ask('organizations:ListDelegatedServicesForAccount', { AccountId: account }),
    ),
  );
  const pathsMissing = accounts.some((capture) =>
    entriesIn(capture, 'Accounts').some((entry) => entry['Paths'] === undefined),
  );
  const units = await Promise.all(idsIn(roots, 'Roots').map((root) => readUnits(ask, root, pathsMissing)));
  return [...described, ...accounts, ...services, ...administrators, ...roots, ...delegated.flat(), ...units.flat()];
}

type Ask = (operation: Operation, parameters?: JsonObject) => Promise<readonly Capture[]>;

/** The tree of units, level by level; the accounts of each only where the list of accounts does not name the unit. */
async function readUnits(ask: Ask, parent: string, withAccounts: boolean): Promise<readonly Capture[]> {
  const [units, accounts] = await Promise.all([
    ask('organizations:ListOrganizationalUnitsForParent', { ParentId: parent }),
    withAccounts ? ask('organizations:ListAccountsForParent', { ParentId: parent }) : [],
  ]);
  const below = await Promise.all(
    idsIn(units, 'OrganizationalUnits').map((unit) => readUnits(ask, unit, withAccounts)),
  );
  return [...units, ...accounts, ...below.flat()];
}

function idsIn(captures: readonly Capture[], field: string): readonly string[] {
  const ids = captures.flatMap((capture) => entriesIn(capture, field).map((entry) => entry['Id']));
  return [...new Set(ids.filter((id) => typeof id === 'string'))];
}

function entriesIn(capture: Capture, field: string): readonly JsonObject[] {
  const answer = jsonAnswer(capture);
  const list = answer.known ? answer.value[field] : undefined;
  return Array.isArray(list) ? (list as unknown[]).filter(isObject) : [];
}
