import { CONTROLS } from '../../controls/registry.generated.ts';
import { documentsOf, type PolicyDocument } from '../../evaluate/policy-documents.ts';
import type { Judged } from '../../evaluate/tally.ts';
import type { Trail } from '../../model/facts.ts';
import type { Result } from '../../model/result.ts';
import { explainJson, explainText } from '../../report/explain.ts';
import { wordsOf } from '../../report/scan-table.ts';
import { UserError } from '../../util/errors.ts';
import { type Context, deliver, paintFor } from '../context.ts';
import type { ExitCode } from '../exit-codes.ts';
import { type RunOptions, runOf, yardstickOf } from '../run-options.ts';

export interface ExplainOptions extends RunOptions {
  readonly format: 'table' | 'json';
  readonly output?: string;
}

/** Does not judge: exit code 0, or 4 where something that it shows is unknown. */
export async function explainCommand(what: string, options: ExplainOptions, context: Context): Promise<ExitCode> {
  const yardstick = await yardstickOf(withCompanion(what, options), context);
  const search = new Search(what);
  const { run, tally } = await runOf(options, yardstick, context, (judged) => search.look(judged));
  const results = search.found();
  const complete = results.every((result) => result.verdict !== 'UNKNOWN') && !run.interrupted;
  const text =
    options.format === 'json'
      ? explainJson(run, results, search.documents(), complete)
      : explainText(run, results, search.documents(), wordsOf(run.controls, tally), paintFor(context, options.output));
  await deliver(context, text, options.output);
  return complete ? 0 : 4;
}

/** A companion is judged only where it is named, and here it is: by its id, or in front of a result's. */
function withCompanion(what: string, options: ExplainOptions): ExplainOptions {
  const [id] = what.split('/');
  const named = CONTROLS.find((control) => control.companion === true && control.id === id);
  return named === undefined ? options : { ...options, controls: options.controls ?? ['default', named.id] };
}

/** Keeps the results that a word names: an id exactly, else an account, a control or a trail by ARN or name. */
class Search {
  readonly #what: string;
  readonly #exact: Result[] = [];
  readonly #about: Result[] = [];
  readonly #names = new Set<string>();
  readonly #trails: Trail[] = [];
  /** The trails that the word names, and their buckets. */
  readonly #named = new Set<string>();

  constructor(what: string) {
    this.#what = what;
  }

  /** The policies behind the results that were found. */
  documents(): readonly PolicyDocument[] {
    const about = new Set(this.found().flatMap(({ resource, account }) => [resource, account]));
    return this.#trails
      .filter(({ arn, owner, bucket }) => {
        const stored = bucket.known ? (bucket.value?.arn ?? null) : null;
        return about.has(arn) || about.has(owner) || (stored !== null && about.has(stored));
      })
      .flatMap(documentsOf);
  }

  look({ account, results }: Judged): void {
    const what = this.#what;
    this.#trails.push(...(account?.trails ?? []).filter(({ owner }) => owner === account?.id));
    for (const { arn, name, bucket } of account?.trails ?? []) {
      if (arn === what || name === what) this.#named.add(arn).add(bucket.known ? (bucket.value?.arn ?? arn) : arn);
    }
    for (const result of results) {
      if (result.id === what) this.#exact.push(result);
      const { resource, satisfiedBy, control } = result;
      const about =
        [result.account, control, resource, `${control}/${result.account}`].includes(what) ||
        this.#named.has(resource) ||
        this.#named.has(satisfiedBy ?? '');
      if (about) this.#about.push(result);
    }
    if (account === null || this.#names.size > 20) return;
    for (const name of [account.id, ...account.trails.map((trail) => trail.name)]) this.#names.add(name);
  }

  found(): readonly Result[] {
    if (this.#exact.length > 0) return this.#exact;
    if (this.#about.length > 0) return this.#about;
    const known = [...this.#names].slice(0, 20).join(', ');
    throw new UserError(
      `nothing in this run is called "${this.#what}".`,
      `Name an account, a trail, a control or a result: ${known}.`,
    );
  }
}
