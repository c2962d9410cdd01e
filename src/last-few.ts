/**
 * Makes values by their keys, and keeps those that were asked for last: whoever asks for them in an order finds each made, and memory holds few.
 *
 * @param count How many are kept.
 */
export function lastFew<Value>(count: number, make: (key: string) => Promise<Value>): (key: string) => Promise<Value> {
  const kept = new Map<string, Promise<Value>>();
  return (key) => {
    const value = kept.get(key) ?? make(key);
    kept.delete(key);
    kept.set(key, value);
    for (const oldest of kept.keys()) {
      if (kept.size <= count) break;
      kept.delete(oldest);
    }
    return value;
  };
}
