import type { Place } from './json-text.ts';

/** Something in a policy text that is not understood, before the policy's name is put to it. */
export interface Fault extends Place {
  readonly message: string;
}

/** What keeps a test from being decided: keys that the context does not tell, texts that are not understood. */
export interface Doubt {
  readonly keys: readonly string[];
  readonly faults: readonly Fault[];
}

/** Three-valued: it matches, it does not, or that depends. */
export type Test = 'yes' | 'no' | Doubt;

export function yesIf(holds: boolean): Test {
  return holds ? 'yes' : 'no';
}

export function unknownKey(key: string): Doubt {
  return { keys: [key], faults: [] };
}

export function notUnderstood(faults: readonly Fault[]): Doubt {
  return { keys: [], faults };
}

export function isDoubt(test: Test): test is Doubt {
  return typeof test !== 'string';
}

/** Kleene's "and": one no decides, whatever is unknown beside it. */
export function both(left: Test, right: Test): Test {
  if (left === 'no' || right === 'no') return 'no';
  if (left === 'yes') return right;
  return right === 'yes' ? left : joined([left, right]);
}

/** Kleene's "or": one yes decides, whatever is unknown beside it. */
export function either(left: Test, right: Test): Test {
  if (left === 'yes' || right === 'yes') return 'yes';
  if (left === 'no') return right;
  return right === 'no' ? left : joined([left, right]);
}

export function negate(test: Test): Test {
  if (isDoubt(test)) return test;
  return test === 'yes' ? 'no' : 'yes';
}

function joined(doubts: readonly Doubt[]): Doubt {
  return { keys: doubts.flatMap(({ keys }) => keys), faults: doubts.flatMap(({ faults }) => faults) };
}

/** Whether some item passes; stops at the first that does. An empty list has none. */
export function some<T>(items: readonly T[], test: (item: T) => Test): Test {
  return firstOr('yes', 'no', items, test);
}

/** Whether every item passes; stops at the first that does not. */
export function every<T>(items: readonly T[], test: (item: T) => Test): Test {
  return firstOr('no', 'yes', items, test);
}

/** Doubts are joined once, at the end: a list of a hundred thousand of them must not take the square of that. */
function firstOr<T>(
  decides: 'yes' | 'no',
  otherwise: 'yes' | 'no',
  items: readonly T[],
  test: (item: T) => Test,
): Test {
  const doubts: Doubt[] = [];
  for (const item of items) {
    const one = test(item);
    if (one === decides) return decides;
    if (isDoubt(one)) doubts.push(one);
  }
  return doubts.length === 0 ? otherwise : joined(doubts);
}
