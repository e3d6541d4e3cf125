import type { Capture } from '../model/capture.ts';
import type { JsonObject } from '../model/json.ts';
import type { Operation } from '../model/operations.ts';

/**
 * Finds captures by what was asked. Built once per run; independent of the order in which the answers arrived, so the
 * order of Regions and pages never changes a fact.
 */
export class CaptureIndex {
  readonly #byQuestion = new Map<string, Capture[]>();
  readonly #byCall = new Map<string, Capture[]>();

  constructor(captures: Iterable<Capture>) {
    // A resumed run may have asked a page again; the later answer counts.
    const latest = new Map<string, [key: string, capture: Capture]>();
    for (const capture of captures) {
      const key = question(capture.call, capture.account, capture.region, capture.parameters);
      latest.set(`${key} ${capture.page}`, [key, capture]);
    }
    for (const [key, capture] of latest.values()) {
      push(this.#byQuestion, key, capture);
      push(this.#byCall, `${capture.account} ${capture.call}`, capture);
    }
    for (const pages of this.#byQuestion.values()) pages.sort((a, b) => a.page - b.page);
  }

  /** All pages of one question, first page first; empty where it was not asked. */
  pages(call: Operation, account: string, region: string, parameters: JsonObject): readonly Capture[] {
    return this.#byQuestion.get(question(call, account, region, parameters)) ?? [];
  }

  /** The one answer to one question. */
  one(call: Operation, account: string, region: string, parameters: JsonObject): Capture | undefined {
    return this.pages(call, account, region, parameters)[0];
  }

  /** Every capture of a call in an account, in any Region. */
  ofCall(call: Operation, account: string): readonly Capture[] {
    return this.#byCall.get(`${account} ${call}`) ?? [];
  }
}

function question(call: Operation, account: string, region: string, parameters: JsonObject): string {
  return JSON.stringify([call, account, region, Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1))]);
}

function push(map: Map<string, Capture[]>, key: string, capture: Capture): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [capture]);
  else list.push(capture);
}
