import type { Capture } from '../model/capture.ts';
import { isoTime } from '../model/conditions/condition.ts';
import { malformed } from '../model/failure.ts';
import { isObject, type JsonObject } from '../model/json.ts';
import type { Operation } from '../model/operations.ts';
import { known, mapRead, noSource, notAsked, type Read, unasked, unread } from '../model/read.ts';
import { brokenPages, dig, isText, isTime, jsonAnswer, listIn, sourceOf } from './answer.ts';
import type { CaptureIndex } from './capture-index.ts';

/** An account as the organization lists it. */
export interface ListedAccount {
  readonly id: string;
  readonly name: string | null;
  readonly state: string;
  /** ISO 8601, UTC. */
  readonly joinedAt: string | null;
  /** Names of the organizational units from the root down, joined by `/`; null where they could not be read. */
  readonly ou: string | null;
}

export interface DelegatedAdministrator {
  readonly account: string;
  readonly services: Read<readonly string[]>;
}

/** What Organizations says, as seen from one account. */
export interface OrganizationListing {
  /** Known with the id, null value where the account is in no organization. */
  readonly id: Read<string | null>;
  readonly management: string | null;
  /** Known only if the list is whole. */
  readonly complete: Read<true>;
  /** Every account that could be read, once, sorted by id. */
  readonly accounts: readonly ListedAccount[];
  readonly trustedServices: Read<readonly string[]>;
  readonly delegatedAdministrators: Read<readonly DelegatedAdministrator[]>;
  /** Kinds of policy that are switched on at the root. */
  readonly policyTypes: Read<readonly string[]>;
  /** Ids of what an account is in, from the root down. */
  readonly ancestors: (account: string) => Read<readonly string[]>;
}

/** Reads the captures of Organizations that `caller` made in `region`. */
export function organizationListing(index: CaptureIndex, caller: string, region: string): OrganizationListing {
  const ask = (call: Operation, parameters: JsonObject = {}) =>
    listOf(index.pages(call, caller, region, parameters), call);
  const described = describe(index, caller, region);
  const listed = ask('organizations:ListAccounts');
  const roots = ask('organizations:ListRoots').whole('Roots', isObject);
  const units = unitNames(index, caller, region);
  const accounts = new Map<string, ListedAccount>();
  const above = new Map(units.above);
  for (const entry of listed.entries('Accounts')) {
    const account = listedAccount(entry, units);
    if (account === null) continue;
    accounts.set(account.id, account);
    const path = pathIn(entry);
    if (path !== null) above.set(account.id, path);
  }
  const { id, management } = described;
  return {
    id,
    management,
    complete: mapRead(listed.whole('Accounts', isAccount), () => true as const),
    accounts: [...accounts.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
    trustedServices: ask('organizations:ListAWSServiceAccessForOrganization').texts(
      'EnabledServicePrincipals',
      'ServicePrincipal',
    ),
    delegatedAdministrators: mapRead(
      ask('organizations:ListDelegatedAdministrators').texts('DelegatedAdministrators', 'Id'),
      (ids) =>
        ids.map((account) => ({
          account,
          services: ask('organizations:ListDelegatedServicesForAccount', { AccountId: account }).texts(
            'DelegatedServices',
            'ServicePrincipal',
          ),
        })),
    ),
    policyTypes: mapRead(roots, enabledTypes),
    ancestors: (account) => {
      const path = above.get(account);
      if (path !== undefined) return known(path, noSource('organizations:ListAccounts', caller, null));
      return roots.known ? unasked('organizations:ListAccountsForParent', caller, null) : roots;
    },
  };
}

/** The types of policy that are switched on (Organizations API reference, PolicyTypeSummary). */
function enabledTypes(roots: readonly unknown[]): readonly string[] {
  const types = roots.flatMap((root) => listIn(dig(root, 'PolicyTypes')));
  return types.flatMap((type) => (dig(type, 'Status') === 'ENABLED' ? [String(dig(type, 'Type'))] : []));
}

/** `o-ORG/r-ROOT/ou-A/ou-B/ACCOUNT/` → root and units, where the list of accounts says it. */
function pathIn(account: unknown): readonly string[] | null {
  const [path] = listIn(dig(account, 'Paths'));
  return isText(path) ? path.split('/').filter((part) => /^(r|ou)-/.test(part)) : null;
}

function describe(index: CaptureIndex, caller: string, region: string): Pick<OrganizationListing, 'id' | 'management'> {
  const call = 'organizations:DescribeOrganization';
  const capture = index.one(call, caller, region, {});
  if (capture === undefined)
    return { id: unread(notAsked(call, caller, region), noSource(call, caller, region)), management: null };
  const answer = jsonAnswer(capture);
  if (!answer.known) {
    // An account outside of any organization is knowledge, not a failed read.
    const outside = answer.failure.code === 'AWSOrganizationsNotInUseException';
    return { id: outside ? known(null, answer.source) : answer, management: null };
  }
  const id = dig(answer.value, 'Organization', 'Id');
  const management = dig(answer.value, 'Organization', 'MasterAccountId');
  if (!isText(id) || !isText(management)) {
    return {
      id: unread(malformed(capture, 'Organization.Id or MasterAccountId is missing'), answer.source),
      management: null,
    };
  }
  return { id: known(id, sourceOf(capture, 'Organization.Id')), management };
}

/** Pages of one list, read leniently for what is there and strictly for whether it is whole. */
function listOf(pages: readonly Capture[], call: Operation) {
  const first = pages[0];
  const entries = (field: string): readonly unknown[] =>
    pages.flatMap((capture) => {
      const answer = jsonAnswer(capture);
      const list = answer.known ? answer.value[field] : undefined;
      return Array.isArray(list) ? (list as unknown[]) : [];
    });
  const whole = (field: string, isEntry: (entry: unknown) => boolean): Read<readonly unknown[]> => {
    if (first === undefined) return unread(notAsked(call, '', null), noSource(call, '', null));
    for (const capture of pages) {
      const answer = jsonAnswer(capture);
      if (!answer.known) return answer;
      const list = answer.value[field];
      if (!Array.isArray(list)) return unread(malformed(capture, `${field} is missing`), answer.source);
      if (!list.every(isEntry))
        return unread(malformed(capture, `${field} holds an entry that is not as documented`), answer.source);
    }
    const broken = brokenPages(pages);
    return broken === null ? known(entries(field), sourceOf(first, field)) : unread(broken, sourceOf(first, field));
  };
  const texts = (field: string, name: string): Read<readonly string[]> =>
    mapRead(
      whole(field, (entry) => isObject(entry) && isText(entry[name])),
      (list) => [...new Set(list.map((entry) => String(dig(entry, name))))].sort(),
    );
  return { entries, whole, texts };
}

function isAccount(entry: unknown): boolean {
  return isObject(entry) && /^\d{12}$/.test(String(entry['Id'])) && (isText(entry['State']) || isText(entry['Status']));
}

/** `Status` is retired: `State` says more, and an old answer has only the former (aws.md 3.9). */
function listedAccount(entry: unknown, units: UnitNames): ListedAccount | null {
  if (!isObject(entry) || !/^\d{12}$/.test(String(entry['Id']))) return null;
  const { State, Status, Name, JoinedTimestamp, Paths } = entry;
  const id = String(entry['Id']);
  const state = isText(State) ? State : isText(Status) ? Status : 'UNKNOWN';
  const joined = isTime(JoinedTimestamp) && JoinedTimestamp > 0 ? JoinedTimestamp : null;
  const path = Array.isArray(Paths) && isText(Paths[0]) ? Paths[0] : null;
  return {
    id,
    name: isText(Name) ? Name : null,
    state,
    joinedAt: joined === null ? null : isoTime(joined * 1000),
    ou: (path === null ? null : unitsOfPath(path, units)) ?? units.ofAccount.get(id) ?? null,
  };
}

interface UnitNames {
  /** Unit or root id → names from the root down. */
  readonly paths: ReadonlyMap<string, string>;
  /** Account id → the same, from ListAccountsForParent. */
  readonly ofAccount: ReadonlyMap<string, string>;
  /** Account id → ids of root and units above it, from the same. */
  readonly above: ReadonlyMap<string, readonly string[]>;
}

function unitNames(index: CaptureIndex, caller: string, region: string): UnitNames {
  const paths = new Map<string, string>();
  const ofAccount = new Map<string, string>();
  const above = new Map<string, readonly string[]>();
  const below = (call: Operation, parent: string, field: string): readonly unknown[] =>
    listOf(index.pages(call, caller, region, { ParentId: parent }), call).entries(field);
  const visit = (id: string, path: string, ids: readonly string[]): void => {
    if (paths.has(id)) return;
    paths.set(id, path);
    for (const entry of below('organizations:ListAccountsForParent', id, 'Accounts')) {
      ofAccount.set(String(dig(entry, 'Id')), path);
      above.set(String(dig(entry, 'Id')), ids);
    }
    for (const entry of below('organizations:ListOrganizationalUnitsForParent', id, 'OrganizationalUnits')) {
      const unit = String(dig(entry, 'Id'));
      const name = dig(entry, 'Name');
      visit(unit, `${path === '/' ? '' : path}/${isText(name) ? name : unit}`, [...ids, unit]);
    }
  };
  const roots = listOf(index.pages('organizations:ListRoots', caller, region, {}), 'organizations:ListRoots');
  for (const root of roots.entries('Roots')) visit(String(dig(root, 'Id')), '/', [String(dig(root, 'Id'))]);
  return { paths, ofAccount, above };
}

/** `o-ORG/r-ROOT/ou-A/ou-B/ACCOUNT/` → the names of the deepest unit; the ids where the names could not be read. */
function unitsOfPath(path: string, { paths }: UnitNames): string | null {
  const parts = path.split('/').filter((part) => /^(r|ou)-/.test(part));
  const last = parts.at(-1);
  if (last === undefined) return null;
  return paths.get(last) ?? `/${parts.slice(1).join('/')}`;
}
