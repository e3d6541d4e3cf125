import type { Capture } from '../model/capture.ts';
import type { JsonObject } from '../model/json.ts';
import type { Operation } from '../model/operations.ts';

/**
 * Finds captures by what was asked. Independent of the order in which the answers arrived, so the order of Regions and
 * pages never changes a fact.
 */
export class CaptureIndex {
  readonly #byQuestion = new Map<string, Capture[]>();
  readonly #byCall = new Map<string, Capture[]>();
  readonly #heads = new Map<string, Capture[]>();

  constructor(captures: Iterable<Capture>) {
    for (const capture of captures) this.add(capture);
  }

  /** Takes in one more. A resumed run may have asked a page again; the later answer counts. */
  add(capture: Capture): void {
    const key = question(capture.call, capture.account, capture.region, capture.parameters);
    const pages = listIn(this.#byQuestion, key);
    const ofCall = listIn(this.#byCall, `${capture.account} ${capture.call}`);
    const before = pages.findIndex((one) => one.page >= capture.page);
    const earlier = pages[before];
    if (earlier?.page === capture.page) {
      pages[before] = capture;
      ofCall[ofCall.indexOf(earlier)] = capture;
    } else {
      pages.splice(before < 0 ? pages.length : before, 0, capture);
      ofCall.push(capture);
    }
    if (capture.call !== 's3:HeadBucket') return;
    const heads = listIn(this.#heads, String(capture.parameters['Bucket']));
    const asked = earlier === undefined ? -1 : heads.indexOf(earlier);
    heads.splice(asked < 0 ? heads.length : asked, asked < 0 ? 0 : 1, capture);
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

  /** Who was asked whether the bucket is theirs, and what came back. */
  headsOf(bucket: string): readonly Capture[] {
    return this.#heads.get(bucket) ?? [];
  }
}

function question(call: Operation, account: string, region: string, parameters: JsonObject): string {
  return JSON.stringify([call, account, region, Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1))]);
}

function listIn(map: Map<string, Capture[]>, key: string): Capture[] {
  const list = map.get(key) ?? [];
  map.set(key, list);
  return list;
}
