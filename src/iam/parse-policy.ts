import { type JsonNode, Places, parseJson } from './json-text.ts';
import type { PolicyInput, PolicyKind, PolicyProblem, StatementRef } from './model.ts';
import { Notes } from './notes.ts';
import { shown } from './parse-condition.ts';
import { statementOf } from './parse-statement.ts';
import type { PolicyDocument, Statement } from './statement.ts';
import type { Fault } from './truth.ts';

/** A policy that was read, with its statements; or one that could not be read, with none. */
export interface ParsedPolicy {
  readonly name: string;
  readonly kind: PolicyKind;
  /** The text could not be read: nothing is known about the policy. */
  readonly unread: boolean;
  /** Not empty: the policy as a whole is not understood and may allow or deny anything. */
  readonly opaque: readonly Fault[];
  readonly statements: readonly Statement[];
  /** Everything that AWS would refuse or that is not understood, in the order of the text. */
  readonly problems: readonly PolicyProblem[];
}

/**
 * Takes a policy text apart. Never throws: what is wrong with the text is in `problems`, with line and column. Equal
 * texts of one kind are taken apart once.
 *
 * @example
 * parsePolicy({ name: 'bucket policy', text: '{"Version":"2012-10-17","Statement":[]}' }, 'resource').statements
 */
export function parsePolicy({ name, text }: PolicyInput, kind: PolicyKind): ParsedPolicy {
  if (text === null) return { name, kind, unread: true, opaque: [], statements: [], problems: [] };
  const { statements, opaque, faults } = documentOf(text, kind);
  return { name, kind, unread: false, opaque, statements, problems: faults.map((fault) => problemOf(name, fault)) };
}

/** Where and why a text is no JSON; null where it is. For those who want to refuse such a text at once. */
export function jsonFault(text: string): Fault | null {
  const json = parseJson(text);
  return json.ok ? null : { message: `not JSON: ${json.message}`, ...new Places(text).of(json.at) };
}

export function problemOf(policy: string, { message, line, column }: Fault): PolicyProblem {
  return { policy, message, line, column };
}

/** How a statement is named in answers. One whose effect is not understood is named as the Deny that it may be. */
export function refOf({ name, kind }: ParsedPolicy, statement: Statement): StatementRef {
  const { index, sid, effect, line, column } = statement;
  return { policy: name, kind, index, sid, effect: effect ?? 'Deny', line, column };
}

/** Texts taken apart lately, for each kind. Bounded by their length, the oldest go first. */
const recent = new Map<string, Map<PolicyKind, PolicyDocument>>();
const MOST_CHARACTERS = 2_000_000;
let characters = 0;

function documentOf(text: string, kind: PolicyKind): PolicyDocument {
  const kinds = recent.get(text) ?? remember(text);
  const document = kinds.get(kind) ?? readDocument(text, kind);
  kinds.set(kind, document);
  return document;
}

function remember(text: string): Map<PolicyKind, PolicyDocument> {
  const kinds = new Map<PolicyKind, PolicyDocument>();
  recent.set(text, kinds);
  characters += text.length;
  for (const oldest of recent.keys()) {
    if (characters <= MOST_CHARACTERS || recent.size === 1) break;
    recent.delete(oldest);
    characters -= oldest.length;
  }
  return kinds;
}

function readDocument(text: string, kind: PolicyKind): PolicyDocument {
  const notes = new Notes(text);
  const json = parseJson(text);
  if (!json.ok) return unreadable(notes.fault(`not JSON: ${json.message}`, json.at));
  if (json.node.kind !== 'object') return unreadable(notes.fault('a policy has to be an object', json.node.at));
  const before = notes.count;
  const version = versionOf(json.node, notes);
  const list = statementNodes(json.node, notes);
  const opaque = [...notes.since(before)];
  const frame = { kind, variables: version === '2012-10-17' };
  const statements: Statement[] = [];
  for (const [index, node] of list.entries()) {
    if (node.kind === 'object') statements.push(statementOf(node, index, frame, notes));
    else opaque.push(notes.fault('a statement has to be an object', node.at));
  }
  return { statements, opaque, faults: notes.faults };
}

function unreadable(fault: Fault): PolicyDocument {
  return { statements: [], opaque: [fault], faults: [fault] };
}

/** Without the element it is the older version, which knows no variables (IAM user guide, "Version"). */
function versionOf(node: JsonNode & { kind: 'object' }, notes: Notes): string {
  notes.repeated(node);
  for (const { key, at } of node.entries) {
    if (!['Version', 'Id', 'Statement'].includes(key)) notes.fault(`unknown element "${shown(key)}"`, at);
  }
  const entry = node.entries.find(({ key }) => key === 'Version');
  if (entry === undefined) return '2008-10-17';
  const { value } = entry;
  if (value.kind === 'text' && ['2012-10-17', '2008-10-17'].includes(value.value)) return value.value;
  notes.fault('unknown Version; there are "2012-10-17" and "2008-10-17"', value.at);
  return '';
}

function statementNodes(node: JsonNode & { kind: 'object' }, notes: Notes): readonly JsonNode[] {
  const entry = node.entries.find(({ key }) => key === 'Statement');
  if (entry === undefined) {
    notes.fault('Statement is missing', node.at);
    return [];
  }
  if (entry.value.kind === 'list') return entry.value.items;
  if (entry.value.kind === 'object') return [entry.value];
  notes.fault('Statement has to be a list of statements, or one', entry.value.at);
  return [];
}
