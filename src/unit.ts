/**
 * What numbers are measured in. Each unit belongs to one dimension and is converted within it by a factor; `ratio` is 0 to 1,
 * `count` has no unit.
 */
const table = {
  ratio: ['share', 1],
  percent: ['share', 0.01],
  us: ['time', 0.001],
  ms: ['time', 1],
  s: ['time', 1000],
  min: ['time', 60_000],
  h: ['time', 3_600_000],
  d: ['time', 86_400_000],
  w: ['time', 604_800_000],
  'per-second': ['frequency', 86_400],
  'per-minute': ['frequency', 1440],
  'per-day': ['frequency', 1],
  bytes: ['size', 1],
  KB: ['size', 1e3],
  KiB: ['size', 1024],
  MB: ['size', 1e6],
  MiB: ['size', 1024 ** 2],
  GB: ['size', 1e9],
  GiB: ['size', 1024 ** 3],
  count: ['number', 1],
} as const satisfies Record<string, readonly [string, number]>;

export type Unit = keyof typeof table;
/** Every unit. */
export const units: readonly Unit[] = Object.keys(table).filter(isUnit);
/** What a unit measures: units of one dimension are converted into each other. */
export type Dimension = (typeof table)[Unit][0];

/** How people write units, in criteria and in titles. Symbols are taken as they are, words in any case. */
const words: readonly (readonly [Unit, readonly string[]])[] = [
  ['percent', ['%', 'percent', 'pct']],
  ['ratio', ['ratio']],
  ['us', ['µs', 'us', 'microseconds']],
  ['ms', ['ms', 'msec', 'millis', 'milliseconds', 'millisecond']],
  ['s', ['s', 'sec', 'secs', 'second', 'seconds']],
  ['min', ['min', 'mins', 'minute', 'minutes']],
  ['h', ['h', 'hr', 'hrs', 'hour', 'hours']],
  ['d', ['d', 'day', 'days']],
  ['w', ['w', 'wk', 'wks', 'week', 'weeks']],
  ['per-second', [...rates('s', 'sec', 'second'), 'per sec', 'per second', 'rps', 'tps', 'qps']],
  ['per-minute', [...rates('min', 'minute'), 'per min', 'per minute', 'rpm']],
  ['per-day', [...rates('d', 'day'), 'per day']],
  ['bytes', ['B', 'bytes', 'byte']],
  ['KB', ['KB', 'kB', 'kilobyte', 'kilobytes']],
  ['KiB', ['KiB', 'kibibytes']],
  ['MB', ['MB', 'megabyte', 'megabytes']],
  ['MiB', ['MiB', 'mebibytes']],
  ['GB', ['GB', 'gigabyte', 'gigabytes']],
  ['GiB', ['GiB', 'gibibytes']],
];

/** `req/s`, `requests/second`, `/s` and their like, for the ways to write a stretch of time. */
function rates(...times: readonly string[]): string[] {
  return ['req', 'reqs', 'request', 'requests', 'ops', ''].flatMap((what) => times.map((time) => `${what}/${time}`));
}

const byWord = new Map(words.flatMap(([unit, names]) => names.map((name) => [name.toLowerCase(), unit] as const)));

/** All ways to write a unit as the alternatives of a regular expression, the longest first. */
export const unitPattern = words
  .flatMap(([, names]) => names)
  .sort((a, b) => b.length - a.length)
  .map((name) => name.replaceAll('/', '\\/'))
  .join('|');

/** Is it the name of a unit, as it stands in snapshots and in the API? */
export function isUnit(name: string): name is Unit {
  return Object.hasOwn(table, name);
}

/** The unit that a word means, or undefined. */
export function unitOf(word: string): Unit | undefined {
  return byWord.get(word.trim().toLowerCase());
}

/** What a unit measures. */
export function dimensionOf(unit: Unit): Dimension {
  return table[unit][0];
}

/** A value in another unit of the same dimension. */
export function convert(value: number, from: Unit, to: Unit): number {
  if (from === to) return value;
  // One multiplication and one division by exact powers keep 54.7 % from becoming 54.69999 %.
  const [factor, divisor] = [table[from][1], table[to][1]];
  return factor >= divisor ? value * (factor / divisor) : value / (divisor / factor);
}

/**
 * The unit that a JSON key ends in: `p95Ms`, `duration_seconds`, `requestedPercent`, `rssMb`. Undefined where it ends in none.
 */
export function unitOfKey(key: string): Unit | undefined {
  const last =
    /(?:^|[a-z\d_-])(percent|pct|ratio|us|micros|ms|millis|milliseconds|s|secs?|seconds|mins?|minutes|hours|days|weeks|bytes|kb|kib|mb|mib|gb|gib)$/i.exec(
      key,
    );
  const rate = /(?:^|[a-z\d_-])per[_-]?(sec|second|min|minute|day)$/i.exec(key)?.[1];
  if (rate !== undefined) return unitOf(`per ${rate}`);
  const word = last?.[1];
  if (word === undefined) return undefined;
  const start = key.length - word.length;
  // `statementsOver50Ms` counts what lies beyond a limit; the unit is the limit's.
  if (/(?:over|under|above|below|than|within|after|beyond)[_-]?\d+[_-]?$/i.test(key.slice(0, start))) return undefined;
  const separated = start === 0 || /[_-]/.test(key.charAt(start - 1)) || /[A-Z]/.test(word.charAt(0));
  if (!separated || (start === 0 && word.length === 1)) return undefined;
  const lower = word.toLowerCase();
  if (lower === 'micros') return 'us';
  return unitOf(lower === 'mins' ? 'min' : lower);
}

/** Units that are written otherwise than they are named. */
const signs: { readonly [unit in Unit]?: string } = {
  percent: '%',
  us: 'µs',
  'per-second': '/s',
  'per-minute': '/min',
  'per-day': '/day',
  w: 'weeks',
};

/** A unit behind a number, with its space: ` %`, ` req/s`; nothing for a plain count. */
export function unitSign(unit: Unit): string {
  if (unit === 'count' || unit === 'ratio') return '';
  return ` ${signs[unit] ?? unit}`;
}

/**
 * A number for people, thousands parted: `1,720.6`, `0.3`, `0.00037`.
 *
 * @param digits Decimals at most; by default few for large numbers and three significant ones for small ones.
 */
export function formatNumber(value: number, digits?: number): string {
  const magnitude = Math.abs(value);
  // Most numbers are small counts, and a format takes long.
  if (magnitude < 1000 && Number.isInteger(value)) return String(value);
  if (digits === undefined && magnitude < 1) return significant.format(value);
  return decimals(digits ?? (magnitude >= 1000 ? 1 : 2)).format(value);
}

// Made once: making one costs a thousand times what using it does.
const significant = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });
const byDigits = new Map<number, Intl.NumberFormat>();

function decimals(digits: number): Intl.NumberFormat {
  const format = byDigits.get(digits) ?? new Intl.NumberFormat('en', { maximumFractionDigits: digits });
  byDigits.set(digits, format);
  return format;
}

/** A value with its unit for people: `1,720.6 ms`, `54.7 %`; a ratio as percent. Never rounded to what it is not: 99.97 % is not 100 %. */
export function formatQuantity(value: number, unit: Unit, threshold?: number): string {
  const [shown, sign] = unit === 'ratio' ? [value * 100, ' %'] : [value, unitSign(unit)];
  const bound = threshold !== undefined && unit === 'ratio' ? threshold * 100 : threshold;
  const digits = sign === ' %' && Math.abs(shown) >= 0.1 ? 1 : undefined;
  const text = formatNumber(shown, digits);
  const misleading = (limit: number) => shown !== limit && text === formatNumber(limit, digits);
  return `${[bound ?? 100, ...(sign === ' %' ? [100, 0] : [])].some(misleading) ? formatNumber(shown, 6) : text}${sign}`;
}
