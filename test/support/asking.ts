import type { Capture } from '../../src/model/capture.ts';
import { captured, type Question } from './wire.ts';
import type { Fault, World } from './world.ts';

interface Asked {
  readonly capture: Capture | null;
  readonly isAnswered: boolean;
}

/** Asks a world and keeps what it answers, in the order of asking. */
export class Asking {
  readonly captures: Capture[] = [];
  readonly #faults: NonNullable<World['faults']>;
  readonly #asked = new Map<string, Asked>();

  constructor({ faults = {} }: World) {
    this.#faults = faults;
  }

  /**
   * Keeps the answer; true where it is one. A question that was already asked is not asked again. `names` are those under
   * which the world may describe a fault of it; `otherwise` is the fault that it has if the world describes none.
   */
  ask(question: Question, names: readonly string[] = [], otherwise: Fault | null = null): boolean {
    return this.#once(question, names, otherwise).isAnswered;
  }

  /** The same for questions whose status or header is the answer; null where nothing was kept. */
  look(question: Question, names: readonly string[]): Capture | null {
    return this.#once(question, names, null).capture;
  }

  #once(question: Question, names: readonly string[], otherwise: Fault | null): Asked {
    const { call, account, region, parameters, page = 0 } = question;
    const key = JSON.stringify([call, account, region, page, parameters]);
    const asked = this.#asked.get(key);
    if (asked !== undefined) return asked;
    const fault = this.#faultOf(question, names) ?? otherwise;
    const capture = captured(question, fault);
    if (capture !== null) this.captures.push(capture);
    const answer = { capture, isAnswered: fault === null };
    this.#asked.set(key, answer);
    return answer;
  }

  #faultOf({ call, account, region, page = 0 }: Question, names: readonly string[]): Fault | undefined {
    const places = [`${call} ${region}`, `${call} *`];
    const narrow = [...names, account, `page ${page}`];
    const keys = [...places.flatMap((place) => narrow.map((name) => `${place} ${name}`)), ...places, call];
    const key = keys.find((one) => this.#faults[one] !== undefined);
    return key === undefined ? undefined : this.#faults[key];
  }
}

export function inPages<T>(list: readonly T[], size: number): readonly (readonly T[])[] {
  if (list.length === 0) return [[]];
  return Array.from({ length: Math.ceil(list.length / size) }, (_, page) => list.slice(page * size, (page + 1) * size));
}
