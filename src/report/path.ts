import { mergeRegions } from '../evaluate/causes.ts';
import type { Link, LinkState, Path } from '../evaluate/path.ts';
import { documentsOf } from '../evaluate/policy-documents.ts';
import type { Run } from '../evaluate/run.ts';
import { parseArn } from '../model/arn.ts';
import type { Result } from '../model/result.ts';
import type { Condition, Verdict } from '../model/verdict.ts';
import { jsonText } from '../util/json-text.ts';
import { plainText, wrap } from '../util/text.ts';
import type { Paint, Style } from './paint.ts';
import { policiesJson, reasonJson, resultJson } from './scan-json.ts';
import { SourceTable } from './sources.ts';
import type { Words } from './wording.ts';

const WIDTH = 80;

/**
 * Each trail as a drawing of 80 columns: what it delivers to, whether every step of the way holds, and why not. Letters
 * carry the meaning, colour only repeats it.
 */
export function pathText(run: Run, paths: readonly Path[], words: Words, paint: Paint): string {
  const titles = new Map(
    run.controls.flatMap((control) => Object.entries(control.conditions).map(([id, { title }]) => [id, title])),
  );
  return `${paths.map((path) => drawing(path, titles, words, paint).join('\n')).join('\n\n')}\n`;
}

const MARK: Readonly<Record<LinkState, string>> = { ok: 'ok', broken: 'BROKEN', unknown: 'unknown', none: 'none' };
const STYLE: Readonly<Record<LinkState, Style>> = { ok: 'good', broken: 'bad', unknown: 'doubt', none: 'dim' };

type Titles = ReadonlyMap<string, string>;

function drawing(path: Path, titles: Titles, words: Words, paint: Paint): readonly string[] {
  const { trail, links, state, bucketResults } = path;
  const [bucket, key, role, group, topic] = links;
  const head = `trail ${plainText(trail.name)}  (${trail.owner}, ${trail.homeRegion})`;
  const draw = (link: Link | undefined, indent: string, more: string): readonly string[] =>
    link === undefined ? [] : linkLines(link, indent, more, titles, words, paint);
  return [
    marked(head, state, paint),
    `│     ${paint('dim', plainText(path.facts.join(' · ')))}`,
    '│',
    ...draw(bucket, '├─▶ ', '│     '),
    ...bucketResults.flatMap((result) => verdictLines(result, '│     ', words, paint)),
    ...draw(key, '│   └─▶ ', '│         '),
    '│',
    ...draw(role, '├─▶ ', '│     '),
    ...draw(group, '│   └─▶ ', '│         '),
    '│',
    ...draw(topic, '└─▶ ', '      '),
    ...notes(path, words, paint),
  ];
}

function notes({ links }: Path, words: Words, paint: Paint): readonly string[] {
  const held = links.flatMap(({ state, conditions }) => (state === 'none' ? [] : conditions));
  const reasons = held.flatMap((condition) => (condition.holds === 'yes' ? condition.reasons : []));
  const texts = [...new Set(reasons.map((reason) => words.text(reason, true)))];
  const lines = texts.flatMap((text) =>
    wrap(text, WIDTH - 4).map((line, part) => paint('dim', `${part === 0 ? '  - ' : '    '}${line}`)),
  );
  return lines.length === 0 ? [] : ['', 'Notes', ...lines];
}

const NAMES: Readonly<Record<Link['kind'], string>> = {
  bucket: 'bucket',
  key: 'key',
  role: 'role',
  'log-group': 'log group',
  topic: 'topic',
};

function linkLines(
  link: Link,
  indent: string,
  more: string,
  titles: Titles,
  words: Words,
  paint: Paint,
): readonly string[] {
  const { kind, resource, state, conditions } = link;
  const name = resource === null ? (state === 'none' ? NONE[kind] : 'not known') : shortName(resource);
  const head = marked(`${indent}${NAMES[kind]} ${plainText(name)}`, state, paint);
  if (state === 'none') return [head];
  const facts = wrap(plainText(link.facts.join(' · ')), WIDTH - more.length).map(
    (line) => `${more}${paint('dim', line)}`,
  );
  return [
    head,
    ...(link.facts.length === 0 ? [] : facts),
    ...conditions.flatMap((condition) => conditionLines(condition, more, titles, words, paint)),
  ];
}

const NONE: Readonly<Record<Link['kind'], string>> = {
  bucket: '(none)',
  key: '(no customer key)',
  role: '(none set)',
  'log-group': '(none set: delivers to S3 only)',
  topic: '(none set)',
};

/** What people call it; the account where an ARN names one. */
function shortName(resource: string): string {
  const arn = parseArn(resource);
  if (arn === null) return resource;
  const name = arn.resource.replace(/^(log-group:|role\/|key\/)/, '').replace(/:\*$/, '');
  return arn.account === '' ? name : `${name}  (${arn.account})`;
}

/** The state stands at the right edge, where it fits. */
function marked(text: string, state: LinkState, paint: Paint): string {
  const mark = MARK[state];
  const gap = WIDTH - text.length - mark.length;
  return `${text}${' '.repeat(Math.max(2, gap))}${paint(STYLE[state], mark)}`;
}

const HOLDS = { yes: 'ok', no: 'NO', unknown: '?' } as const;
const HOLDS_STYLE = { yes: 'good', no: 'bad', unknown: 'doubt' } as const;

function conditionLines(
  { id, holds, reasons }: Condition,
  indent: string,
  titles: Titles,
  words: Words,
  paint: Paint,
): readonly string[] {
  // What a step that holds has to add stands below the drawing, once.
  const why = holds === 'yes' ? [] : mergeRegions(reasons).map((reason) => words.text(reason, true));
  return stepLines(titles.get(id) ?? id, HOLDS[holds], HOLDS_STYLE[holds], why, indent, paint);
}

const VERDICT_STYLE: Readonly<Record<Verdict, Style>> = {
  PASS: 'good',
  FAIL: 'bad',
  UNKNOWN: 'doubt',
  NOT_APPLICABLE: 'dim',
};
const VERDICT_MARK: Readonly<Record<Verdict, string>> = { PASS: 'ok', FAIL: 'NO', UNKNOWN: '?', NOT_APPLICABLE: '-' };

function verdictLines(result: Result, indent: string, words: Words, paint: Paint): readonly string[] {
  const { verdict, control, reasons } = result;
  const why = verdict === 'PASS' ? [] : reasons.map((reason) => words.text(reason, true));
  return stepLines(control, VERDICT_MARK[verdict], VERDICT_STYLE[verdict], why, indent, paint);
}

function stepLines(
  title: string,
  mark: string,
  style: Style,
  why: readonly string[],
  indent: string,
  paint: Paint,
): readonly string[] {
  const width = WIDTH - indent.length - 3;
  const head = wrap(plainText(title), width).map(
    (line, part) => `${indent}${part === 0 ? paint(style, mark.padEnd(3)) : '   '}${line}`,
  );
  const below = why.flatMap((text) => wrap(text, width - 2).map((line) => `${indent}     ${paint('dim', line)}`));
  return [...head, ...below];
}

export function pathJson(run: Run, paths: readonly Path[], complete: boolean, words: Words): string {
  const { tool, clock, identity } = run;
  const sources = new SourceTable();
  const rows = paths.map(({ trail, state, facts, links, bucketResults }) => ({
    trail: trail.arn,
    account: trail.owner,
    state,
    facts,
    links: links.map((link) => ({
      kind: link.kind,
      resource: link.resource,
      state: link.state,
      facts: link.facts,
      conditions: link.conditions.map(({ id, holds, observed, resource, reasons, sources: from }) => ({
        ...{ id, holds, observed, resource },
        sources: from.map((source) => sources.number(source)),
        reasons: reasons.map((reason) => reasonJson(reason, words)),
      })),
    })),
    policies: policiesJson(documentsOf(trail), sources),
    bucket: bucketResults.map((result) => resultJson(result, words, sources)),
  }));
  const table = JSON.parse(`[${sources.json().join(',')}]`) as unknown;
  const document = { schema: 'trailproof/path/1', tool, clock, identity, complete, paths: rows, sources: table };
  return `${jsonText(document, 2)}\n`;
}
