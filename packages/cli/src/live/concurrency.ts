/**
 * Works on what a source yields, at most `limit` at a time and no further ahead; the source is asked one by one.
 * @param work - Must not reject. @throws What the source throws, after the work under way has ended.
 */
export async function eachConcurrently<T>(
  source: AsyncIterable<T> | Iterable<T>,
  limit: number,
  work: (value: T, index: number) => Promise<void>,
): Promise<void> {
  const underWay = new Set<Promise<void>>();
  let index = 0;
  try {
    for await (const value of source) {
      const task: Promise<void> = work(value, index).finally(() => underWay.delete(task));
      underWay.add(task);
      index += 1;
      if (underWay.size >= limit) await Promise.race(underWay);
    }
  } finally {
    await Promise.all(underWay);
  }
}

/** Everything that several sources yield, as it comes; at most `limit` are open, each one value ahead. */
export async function* mergeConcurrently<T>(sources: Iterable<AsyncIterable<T>>, limit: number): AsyncGenerator<T> {
  const waiting = sources[Symbol.iterator]();
  const open = new Map<AsyncIterator<T>, Promise<{ iterator: AsyncIterator<T>; result: IteratorResult<T> }>>();
  const advance = (iterator: AsyncIterator<T>) => {
    const next = iterator.next().then((result) => ({ iterator, result }));
    next.catch(() => undefined); // whoever races it hears of it
    open.set(iterator, next);
  };
  const begin = () => {
    const next = waiting.next();
    if (next.done !== true) advance(next.value[Symbol.asyncIterator]());
  };
  try {
    for (let count = 0; count < limit; count += 1) begin();
    while (open.size > 0) {
      const { iterator, result } = await Promise.race(open.values());
      if (result.done === true) {
        open.delete(iterator);
        begin();
      } else {
        advance(iterator);
        yield result.value;
      }
    }
  } finally {
    await Promise.allSettled([...open.keys()].map(async (iterator) => iterator.return?.()));
  }
}
