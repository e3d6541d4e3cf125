/** Items with different keys, each once, in the order of their first appearance; without a key, equal as JSON. */
export function distinct<T>(
  items: readonly T[],
  keyOf: (item: T) => string = (item) => JSON.stringify(item),
): readonly T[] {
  if (items.length < 2) return items;
  const seen = new Map<string, T>();
  for (const item of items) {
    const key = keyOf(item);
    if (!seen.has(key)) seen.set(key, item);
  }
  return [...seen.values()];
}
