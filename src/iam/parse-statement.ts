import type { JsonEntry, JsonNode } from './json-text.ts';
import type { PolicyKind } from './model.ts';
import type { Notes } from './notes.ts';
import { conditionsOf, shown } from './parse-condition.ts';
import { principalsOf } from './parse-principal.ts';
import type { Element, PrincipalPattern, Spelt, Statement } from './statement.ts';
import { type Template, templateOf, type Wrong } from './template.ts';
import type { Fault } from './truth.ts';

const ELEMENTS = [
  'Sid',
  'Effect',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Principal',
  'NotPrincipal',
  'Condition',
];

/** What the version and the kind of a policy make of its statements. */
export interface Frame {
  readonly kind: PolicyKind;
  readonly variables: boolean;
}

/** Reads one statement (IAM user guide, "Grammar"). What is not understood leaves open what it would decide. */
export function statementOf(node: JsonNode & { kind: 'object' }, index: number, frame: Frame, notes: Notes): Statement {
  const before = notes.count;
  const repeated = notes.repeated(node);
  const doubts = [...repeated.values()];
  for (const { key, at } of node.entries) {
    if (!ELEMENTS.includes(key)) doubts.push(notes.fault(`unknown element "${shown(key)}"`, at));
  }
  const get = (name: string): JsonEntry | undefined => node.entries.find(({ key }) => key === name);
  // Which of two elements of one name counts is not known: whatever it would decide stays open.
  const twice = (...names: readonly string[]): readonly Fault[] => names.flatMap((name) => repeated.get(name) ?? []);
  const open = <T>(element: Element<T>, ...names: readonly string[]): Element<T> => {
    const faults = twice(...names);
    return faults.length === 0 ? element : { ...element, faults: [...element.faults, ...faults] };
  };
  const sid = get('Sid')?.value;
  const effect = twice('Effect').length > 0 ? null : effectOf(get('Effect'), node, notes);
  const actions = actionsOf(get('Action'), get('NotAction'), node, notes);
  const resources = resourcesOf(get('Resource'), get('NotResource'), node, frame, notes);
  const principals = principalElement(get('Principal'), get('NotPrincipal'), effect, node, frame, notes);
  const condition = get('Condition');
  return {
    index,
    sid: sid?.kind === 'text' ? sid.value : null,
    effect,
    actions: open(actions, 'Action', 'NotAction'),
    resources: resources === null ? null : open(resources, 'Resource', 'NotResource'),
    principals: principals === null ? null : open(principals, 'Principal', 'NotPrincipal'),
    // With a second Condition the first decides nothing; the doubt about the statement stays.
    conditions:
      condition === undefined || twice('Condition').length > 0
        ? []
        : conditionsOf(condition.value, notes, frame.variables),
    doubts,
    faults: notes.since(before),
    ...notes.place(node.at),
  };
}

function effectOf(entry: JsonEntry | undefined, node: JsonNode, notes: Notes): 'Allow' | 'Deny' | null {
  const value = entry?.value;
  if (value?.kind === 'text' && (value.value === 'Allow' || value.value === 'Deny')) return value.value;
  notes.fault(value === undefined ? 'Effect is missing' : 'Effect has to be "Allow" or "Deny"', value?.at ?? node.at);
  return null;
}

/** The one of a pair of elements that exclude each other; a fault where there are both, or none. */
function oneOf(
  plain: JsonEntry | undefined,
  not: JsonEntry | undefined,
  name: string,
  node: JsonNode,
  notes: Notes,
): JsonEntry | null {
  if (plain !== undefined && not !== undefined) notes.fault(`${name} and Not${name} exclude each other`, not.at);
  if (plain === undefined && not === undefined) notes.fault(`${name} is missing`, node.at);
  return plain ?? not ?? null;
}

function actionsOf(
  plain: JsonEntry | undefined,
  not: JsonEntry | undefined,
  node: JsonNode,
  notes: Notes,
): Element<Spelt> {
  const before = notes.count;
  const entry = oneOf(plain, not, 'Action', node, notes);
  const entries = spelt(entry, notes, (text) => {
    if (text !== '*' && !/^[^:\s]+:[^:\s]+$/.test(text)) return { wrong: 'an action has to be "*" or service:Action' };
    // Action names are compared without regard to letter case and know no variables.
    return templateOf(text.toLowerCase(), { wild: true, variables: false });
  });
  return { negated: plain === undefined && not !== undefined, entries, faults: notes.since(before) };
}

function resourcesOf(
  plain: JsonEntry | undefined,
  not: JsonEntry | undefined,
  node: JsonNode,
  { kind, variables }: Frame,
  notes: Notes,
): Element<Spelt> | null {
  const before = notes.count;
  if (kind === 'trust') {
    if (plain === undefined && not === undefined) return null;
    notes.fault('a trust policy has no Resource: it is about its own role', (plain ?? not)?.at ?? node.at);
  }
  const entry = oneOf(plain, not, 'Resource', node, notes);
  const entries = spelt(entry, notes, (text) => {
    if (text !== '*' && !text.startsWith('arn:')) return { wrong: 'a resource has to be "*" or an ARN' };
    const variable = variables ? text.indexOf('${') : -1;
    // The parts before say service, Region and account, and AWS fills in none of them.
    if (variable !== -1 && text.slice(0, variable).split(':').length < 6)
      return { wrong: 'a variable before the fifth colon' };
    return templateOf(text, { wild: true, variables });
  });
  return { negated: plain === undefined && not !== undefined, entries, faults: notes.since(before) };
}

function spelt(entry: JsonEntry | null, notes: Notes, read: (text: string) => Template | Wrong): Spelt[] {
  if (entry === null) return [];
  const { key, value } = entry;
  return (value.kind === 'list' ? value.items : [value]).flatMap((item) => {
    if (item.kind !== 'text') {
      notes.fault(`${key} has to hold strings`, item.at);
      return [];
    }
    const template = read(item.value);
    if ('is' in template) return [{ text: item.value, template }];
    notes.fault(`${template.wrong}: "${shown(item.value)}"`, item.at);
    return [];
  });
}

function principalElement(
  plain: JsonEntry | undefined,
  not: JsonEntry | undefined,
  effect: 'Allow' | 'Deny' | null,
  node: JsonNode,
  { kind }: Frame,
  notes: Notes,
): Element<PrincipalPattern> | null {
  const before = notes.count;
  if (kind !== 'resource' && kind !== 'trust' && kind !== 'rcp') {
    if (plain === undefined && not === undefined) return null;
    notes.fault(`a policy of this kind (${kind}) has no Principal`, (plain ?? not)?.at ?? node.at);
    return { negated: false, entries: [], faults: notes.since(before) };
  }
  const entry = oneOf(plain, not, 'Principal', node, notes);
  const negated = plain === undefined && not !== undefined;
  if (negated && effect !== 'Deny') notes.fault('NotPrincipal can only be used with Deny', (not ?? node).at);
  const entries = entry === null ? [] : principalsOf(entry.value, notes);
  return { negated, entries, faults: notes.since(before) };
}
