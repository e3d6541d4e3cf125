/**
 * Works on many items at a time and yields the results in the order of the items. At most `limit` are in work, and at
 * most four times as many are ahead of the next one to be yielded, so that one slow item neither stops the others nor
 * lets finished ones pile up.
 */
export async function* inOrder<T, R>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const ahead = limit * 4;
  const results: Promise<R>[] = [];
  let started = 0;
  let running = 0;
  let yielded = 0;
  const fill = (): void => {
    while (running < limit && started < items.length && started - yielded < ahead) {
      const item = items[started] as T;
      const result = work(item).finally(() => {
        running -= 1;
        fill();
      });
      // The error is reported when its turn comes.
      result.catch(() => {});
      results[started] = result;
      started += 1;
      running += 1;
    }
  };
  fill();
  while (yielded < items.length) {
    const result = await (results[yielded] as Promise<R>);
    delete results[yielded];
    yielded += 1;
    fill();
    yield result;
  }
}
