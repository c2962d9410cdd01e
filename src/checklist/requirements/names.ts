import { unitOf } from '../../unit.ts';
import { numberWords } from './phrases.ts';
import type { Token } from './tokens.ts';

/** Nouns whose number says which one is meant. */
const numbered = words(`
  layer phase step stage part section chapter annex appendix article art clause rule principle scenario use-case story epic milestone iteration
  wave tier level class category grade priority prio sev severity top figure table shard attempt port http https status rfc pep iso iec nist cis
  fips pci dss pci-dss wcag asvs masvs owasp soc cve cwe tls ssl dtls ssh ipv oauth oidc saml openapi version ver v release rev revision q
  issue ticket pr mr bug adr no nr id sprint day week gate
`);
/** Products whose number is their version, unless it counts what comes behind it: `Redis 7`, but `Redis 3 nodes`. */
const versioned = words(`
  node nodejs node.js npm python java jdk jre go golang ruby php rust swift kotlin scala deno bun typescript ecmascript c++ react vue angular
  svelte next.js django rails laravel spring flask postgres postgresql mysql mariadb sqlite redis mongodb elasticsearch opensearch kafka rabbitmq
  nats cassandra ubuntu debian alpine rhel centos fedora windows macos ios android linux kernel docker kubernetes helm terraform nginx envoy istio
  chrome firefox safari edge swagger grpc graphql k8s
`);

/** Of the nouns above, those that a full stop may follow. */
const abbreviations = words('no nr id art sec prio prev rev ver v fig');

const months = words(
  'january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec',
);

/** The tokens in which numbers that are names are names: `Layer 2`, `TLS 1.2 or higher`, `Q3 2026`, `28 November 2026`, `HTTP/2`. */
export function withNames(tokens: readonly Token[]): Token[] {
  const result: Token[] = [];
  for (const [index, token] of tokens.entries()) result.push(isNamed(tokens, result, index) ? named(token) : token);
  return result;
}

function named({ start, end, glued }: Token): Token {
  return { kind: 'name', lower: '', start, end, glued };
}

function isNamed(tokens: readonly Token[], before: readonly Token[], index: number): boolean {
  const token = tokens[index];
  if (token?.kind === 'word') return isLaterVersion(tokens, before, index) || endsWithItsNumber(tokens, index);
  if (token?.kind !== 'number' || token.unit !== null) return false;
  return followsItsNoun(tokens, index) || continuesList(tokens, before, index) || isPartOfDate(tokens, index);
}

/** `Test one`, `Phase two`: a number word with nothing behind it that it could count, after a noun that is numbered. */
function endsWithItsNumber(tokens: readonly Token[], index: number): boolean {
  const [value, noun, next] = [numberWords.get(wordAt(tokens, index)), wordAt(tokens, index - 1), tokens[index + 1]];
  const ends = next === undefined || (next.kind === 'mark' && /^[,.:;()]$/.test(next.mark));
  return value !== undefined && value > 0 && ends && (numbered.has(noun) || /^(?:test|case|check|item|example|option)$/.test(noun));
}

/** `or higher` behind a version. */
function isLaterVersion(tokens: readonly Token[], before: readonly Token[], index: number): boolean {
  const later = /^(?:higher|later|newer|above|greater|up)$/;
  const or = /^(?:or|and)$/;
  if (or.test(wordAt(tokens, index))) return later.test(wordAt(tokens, index + 1)) && isVersion(tokens[index - 1], before[index - 1]);
  return later.test(wordAt(tokens, index)) && or.test(wordAt(tokens, index - 1)) && isVersion(tokens[index - 2], before[index - 2]);
}

/** A number that became a name. */
function isVersion(token: Token | undefined, read: Token | undefined): boolean {
  return token?.kind === 'number' && read?.kind === 'name';
}

/** `TLS 1.0 and 1.1`, `ports 80, 443`. */
function continuesList(tokens: readonly Token[], before: readonly Token[], index: number): boolean {
  const joining = tokens[index - 1];
  const isJoined = joining?.kind === 'mark' ? /^[,/&]$/.test(joining.mark) : /^(?:and|or)$/.test(wordAt(tokens, index - 1));
  const offset = joining?.kind === 'word' && tokens[index - 2]?.kind === 'mark' ? 3 : 2;
  return isJoined && isVersion(tokens[index - offset], before[index - offset]) && !countsWhatFollows(tokens, index);
}

function wordAt(tokens: readonly Token[], index: number): string {
  const token = tokens[index];
  return token?.kind === 'word' || token?.kind === 'name' ? token.lower : '';
}

function followsItsNoun(tokens: readonly Token[], index: number): boolean {
  const [before, slash] = [tokens[index - 1], tokens[index - 2]];
  if (before?.kind === 'mark' && before.mark === '/' && before.glued) return /^(?:https?|iso|iec)$/.test(wordAt(tokens, index - 2));
  const isMark = before?.kind === 'mark' && /^[.#]$/.test(before.mark);
  const noun = wordAt(tokens, isMark && slash !== undefined ? index - 2 : index - 1);
  // A sentence ends between `No open issues.` and a number, and behind `No.` it does not.
  if (before?.kind === 'mark' && before.mark === '.' && !abbreviations.has(noun)) return false;
  if (numbered.has(noun)) return true;
  // `Layers 1 and 2` are named, and `Issues 0` are counted.
  const token = tokens[index];
  if (numbered.has(noun.replace(/s$/, '')) && token?.kind === 'number' && token.value > 0) return true;
  return versioned.has(noun) && !countsWhatFollows(tokens, index);
}

function countsWhatFollows(tokens: readonly Token[], index: number): boolean {
  const [token, next] = [tokens[index], tokens[index + 1]];
  const isWhole = token?.kind === 'number' && Number.isInteger(token.value);
  return (
    isWhole &&
    next?.kind === 'word' &&
    /[^s]s$/.test(next.lower) &&
    !/^(?:is|was|has|lts|images|builds|runtimes|upgrades)$/.test(next.lower)
  );
}

/** A day beside its month, and a year beside a month, a quarter or another part of a date. */
function isPartOfDate(tokens: readonly Token[], index: number): boolean {
  const token = tokens[index];
  if (token?.kind !== 'number' || token.plus || !Number.isInteger(token.value)) return false;
  const near = (offset: number) => {
    const other = tokens[index + offset];
    return other?.kind === 'mark' && other.mark === ',' ? tokens[index + 2 * offset] : other;
  };
  const isYear = token.value >= 1990 && token.value < 2100;
  const isDay = token.value >= 1 && token.value <= 31;
  const ends = tokens[index + 1]?.kind !== 'word';
  const isShare = tokens[index - 2]?.kind === 'number';
  if (isYear && ends && !isShare && /^(?:since|in|during|by|from|until|year)$/.test(wordAt(tokens, index - 1))) return true;
  return [near(-1), near(1)].some((other) => {
    if (other?.kind === 'word') return (isYear || isDay) && months.has(other.lower) && (other.lower !== 'may' || isYear);
    if (other?.kind === 'name') return isYear && /^(?:q[1-4]|h[12]|\d{1,2}(?:st|nd|rd|th))$/.test(other.lower);
    return isYear && other?.kind === 'number' && isPartOfDay(tokens, other);
  });
}

/** `November 28, 2026`: the number before the year is a day, since a month stands before it. */
function isPartOfDay(tokens: readonly Token[], day: Token): boolean {
  const before = tokens[tokens.indexOf(day) - 1];
  return before?.kind === 'word' && months.has(before.lower);
}

/** A word behind a number that is a unit of somebody's, or could be one, and none that is known here: `5 GHz`, `3 months`, `2 x`. */
export function isForeignUnit(word: string, written: string): boolean {
  if (foreignUnits.has(word) || unitOf(word) !== undefined) return true;
  // Short words are signs of units, unless they are written as plurals of capitals: 3 AZs, 2 VMs.
  return word.length <= 3 && !shortWords.has(word) && !/^[A-Z]{2,}s?$/.test(written);
}

const shortWords = words(
  'of in on at to by or and for per are is was the all new old big raw net api app apps job jobs log logs pod pods key keys run runs bug bugs row rows box item not but max min end out any',
);
const foreignUnits = words(`
  x times fold ppm permille nines nine sigma months month years year quarters fortnight fortnights nanoseconds nanosecond terabytes terabyte petabytes
  tb tib pb ghz mhz khz hz volts watts kwh mbps gbps kbps mbit gbit kbit mbits gbits bits bit megabit megabits gigabit gigabits kilobit kilobits percentage points basis bps
  iops fps celsius kelvin degrees degree inch inches pixels pixel usd eur gbp chf dollars euros cents dozen dozens hundred hundreds
  events/s msgs/s messages/s tx/s loc kloc days/month halves third thirds quarter quarters orders standard deviations fourths fifth fifths tenth tenths
`);

/** A set of the words of a text. */
export function words(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/).filter((each) => each !== ''));
}
