import { type Place, type Problem, problem } from '../problem.ts';
import type { Reading } from '../reading.ts';
import { acceptedKeyTypes, decodeBase64, minRsaBits, readPublicKey, type SshKey } from './ssh-key.ts';

/** A line of `content/trust/allowed_signers`: who may sign with a key, what, and when. */
export interface AllowedSigner {
  readonly line: number;
  /** Patterns for the person: `*` and `?` are wild, `!` takes out. */
  readonly principals: readonly string[];
  /** Patterns for what may be signed; null for anything. */
  readonly namespaces: readonly string[] | null;
  /** The first instant at which the key counts; null for always. */
  readonly validAfter: Date | null;
  /** The last instant at which it counts; null for ever. */
  readonly validBefore: Date | null;
  readonly key: SshKey;
}

/**
 * The keys of `content/trust/revoked_keys`, by their `blob`. Where the list cannot be read whole, nobody knows which keys are revoked, and no
 * signature counts.
 */
export type Revocations =
  | { readonly state: 'read'; readonly keys: ReadonlySet<string> }
  | { readonly state: 'unknown'; readonly problems: readonly Problem[] };

/** What became of a trust file. One bad line refuses the whole: nobody is trusted, or passed over, by a file that is half read. */
export type TrustOutcome<Shape> =
  | { readonly state: 'read'; readonly value: Shape }
  | { readonly state: 'refused'; readonly problems: readonly Problem[] };

/** Whether a key may sign as a person. */
export type SignerVerdict =
  | { readonly state: 'allowed' }
  | {
      readonly state: 'refused';
      readonly reason: 'unknown-key' | 'other-principal' | 'namespace' | 'not-yet-valid' | 'expired' | 'revoked' | 'revocations-unknown';
    };

/** A key that made a valid signature, and what it is to be judged for. */
export interface SignerQuestion {
  readonly key: Pick<SshKey, 'blob'>;
  readonly principal: string;
  readonly namespace: string;
  /** When the signature was made. */
  readonly at: Date;
  readonly allowed: readonly AllowedSigner[];
  readonly revocations: Revocations;
}

/**
 * Reads an allowed-signers file: ssh-keygen(1), ALLOWED SIGNERS; its patterns are those of ssh_config(5), PATTERNS.
 *
 * Stricter than `ssh-keygen`, which passes over lines that it cannot read: each of them is a problem here. Times must end in `Z`,
 * since without it they would mean another instant on each machine. Certificate authorities are refused.
 */
export function parseAllowedSigners(text: string, file: string): TrustOutcome<readonly AllowedSigner[]> {
  return parseLines(text, file, parseSigner);
}

/**
 * Reads a list of revoked keys: public keys as in `.pub` files, one a line (ssh-keygen(1), KEY REVOCATION LISTS, the plain form).
 * The binary form is refused: what it revokes cannot be seen in a review.
 *
 * @param text Null where there is no list: then no key is revoked.
 */
export function readRevocations(text: Reading<string | null>, file: string): Revocations {
  if (text.state === 'refused') return { state: 'unknown', problems: text.problems };
  if (text.value === null) return { state: 'read', keys: new Set() };
  if (text.value.startsWith('SSHKRL\n')) {
    const hint = 'list the public keys themselves, one a line, as in their .pub files';
    return { state: 'unknown', problems: [problem('VALUE', { file }, 'the file is a binary key revocation list (KRL)', hint)] };
  }
  const outcome = parseLines(text.value, file, (line, place) => parseKey(line, 0, place));
  if (outcome.state === 'refused') return { state: 'unknown', problems: outcome.problems };
  return { state: 'read', keys: new Set(outcome.value.map(({ blob }) => blob)) };
}

/** What is revoked by either of two lists; unknown where one of them is. */
export function joinRevocations(a: Revocations, b: Revocations): Revocations {
  if (a.state === 'read' && b.state === 'read') return { state: 'read', keys: new Set([...a.keys, ...b.keys]) };
  return { state: 'unknown', problems: [a, b].flatMap((each) => (each.state === 'unknown' ? each.problems : [])) };
}

/**
 * Judges whether a key may sign as a principal, in a namespace, at an instant: ssh-keygen(1), `-Y verify` and ALLOWED SIGNERS.
 * A revoked key is refused whatever the instant, and every key where nobody knows which are revoked. Where several lines list the key, one that allows it is enough; else the reason
 * is that of the line that came nearest.
 */
export function judgeSigner({ key, principal, namespace, at, allowed, revocations }: SignerQuestion): SignerVerdict {
  if (revocations.state === 'unknown') return { state: 'refused', reason: 'revocations-unknown' };
  if (revocations.keys.has(key.blob)) return { state: 'refused', reason: 'revoked' };
  const ofKey = allowed.filter((line) => line.key.blob === key.blob);
  if (ofKey.length === 0) return { state: 'refused', reason: 'unknown-key' };
  const ofPrincipal = ofKey.filter((line) => matchesList(principal, line.principals));
  if (ofPrincipal.length === 0) return { state: 'refused', reason: 'other-principal' };
  const ofNamespace = ofPrincipal.filter((line) => line.namespaces === null || matchesList(namespace, line.namespaces));
  if (ofNamespace.length === 0) return { state: 'refused', reason: 'namespace' };

  const times = ofNamespace.map((line) => relation(line, at));
  if (times.includes('within')) return { state: 'allowed' };
  return { state: 'refused', reason: times.includes('after') ? 'expired' : 'not-yet-valid' };
}

/** A line's value, or all that is wrong with it. */
type LineOutcome<Shape> =
  | { readonly state: 'read'; readonly value: Shape }
  | { readonly state: 'refused'; readonly problems: readonly Problem[] };
type LineParser<Shape> = (line: string, place: PlaceInLine, number: number) => LineOutcome<Shape>;
/** The place at an index of the line. */
type PlaceInLine = (index: number) => Place;

interface Options {
  readonly namespaces: readonly string[] | null;
  readonly validAfter: Date | null;
  readonly validBefore: Date | null;
}

interface Option {
  /** In small letters. */
  readonly name: string;
  readonly value: string | undefined;
  readonly index: number;
}

/** As in ssh-keygen. */
const maxLineLength = 16_384;
const zoneHint = 'write it in UTC and end it with Z: 20270101Z, 202701011230Z or 20270101123000Z';
const lineHint = 'write: person@example.org namespaces="…",valid-after="20260101Z" ssh-ed25519 AAAA…';

function parseLines<Shape>(text: string, file: string, parse: LineParser<Shape>): TrustOutcome<readonly Shape[]> {
  if (/[\0\uFEFF\uFFFD]/.test(text)) {
    return {
      state: 'refused',
      problems: [problem('VALUE', { file }, 'the file is no plain UTF-8 text', 'save it as UTF-8 without a byte order mark')],
    };
  }
  const outcomes = text
    .split('\n')
    .map((line, index) => ({ line: line.replace(/\r$/, ''), number: index + 1 }))
    .filter(({ line }) => line.trim() !== '' && !line.trimStart().startsWith('#'))
    .map(({ line, number }) => {
      const place: PlaceInLine = (index) => ({ file, line: number, column: index + 1 });
      if (line.length > maxLineLength)
        return refused(place(0), `the line has more than ${maxLineLength} characters`, 'write one key a line');
      return parse(line, place, number);
    });
  const problems = outcomes.flatMap((outcome) => (outcome.state === 'refused' ? outcome.problems : []));
  if (problems.length > 0) return { state: 'refused', problems };
  return { state: 'read', value: outcomes.flatMap((outcome) => (outcome.state === 'read' ? [outcome.value] : [])) };
}

function parseSigner(line: string, place: PlaceInLine, number: number): LineOutcome<AllowedSigner> {
  const parts = /^([ \t]*)("[^"]*"|[^ \t"]+)([ \t]+)/.exec(line);
  const [whole = '', indent = '', field = ''] = parts ?? [];
  if (parts === null) return refused(place(0), 'the line holds no principals and key', lineHint);
  const principals = parsePrincipals(field, place(indent.length));
  const optionsText = optionsField(line.slice(whole.length));
  const options = parseOptions(optionsText, whole.length, place);
  const start = whole.length + optionsText.length;
  const key = parseKey(line, start, place);
  // A quote that is not closed takes the key with it: that is one problem, not two.
  const swallowed = options.state === 'refused' && start === line.length;
  if (principals.state === 'read' && options.state === 'read' && key.state === 'read') {
    return { state: 'read', value: { line: number, principals: principals.value, ...options.value, key: key.value } };
  }
  return {
    state: 'refused',
    problems: [principals, options, ...(swallowed ? [] : [key])].flatMap((part) => (part.state === 'refused' ? part.problems : [])),
  };
}

function parsePrincipals(field: string, place: Place): LineOutcome<readonly string[]> {
  const patterns = field.replace(/^"|"$/g, '').split(',');
  if (patterns.some(isEmptyPattern))
    return refused(place, 'a principal is empty', 'write principals with commas between them: jo@example.org,*@example.net');
  // A name that reads like another must not pass a review.
  if (/[\p{Cc}\p{Cf}]/u.test(field)) return refused(place, 'a principal holds characters that cannot be seen');
  return { state: 'read', value: patterns };
}

/** What stands before the key: empty where the key comes at once. In base64 every key starts with AAAA, whatever its type. */
function optionsField(rest: string): string {
  const [, first = ''] = /^([^ \t]*)/.exec(rest) ?? [];
  if (acceptedKeyTypes().includes(first) || /^[A-Za-z0-9@.-]+[ \t]+AAAA/.test(rest)) return '';
  return /^(?:[^ \t"]|"(?:\\"|\\(?!")|[^"\\])*"?)*/.exec(rest)?.[0] ?? '';
}

function parseOptions(text: string, start: number, place: PlaceInLine): LineOutcome<Options> {
  const { options, unread } = splitOptions(text);
  const problems = options.flatMap((option, index) => {
    const fault = optionFault(option, options.slice(0, index));
    return fault === undefined ? [] : [problem('VALUE', place(start + option.index), fault.message, fault.hint)];
  });
  if (unread !== null) {
    const hint = 'write name="value", with commas between them and no spaces';
    problems.push(problem('VALUE', place(start + unread), 'the options cannot be read from here on', hint));
  }
  const optionValue = (name: string) => options.find((option) => option.name === name)?.value;
  const [validAfter = null, validBefore = null] = [parseTime(optionValue('valid-after')), parseTime(optionValue('valid-before'))];
  if (validAfter !== null && validBefore !== null && validBefore <= validAfter) {
    problems.push(problem('VALUE', place(start), 'valid-before is not later than valid-after'));
  }
  if (problems.length > 0) return { state: 'refused', problems };
  return { state: 'read', value: { namespaces: optionValue('namespaces')?.split(',') ?? null, validAfter, validBefore } };
}

/** The options with their places in the text, and from where on it cannot be read; null where all of it can. */
function splitOptions(text: string): { options: Option[]; unread: number | null } {
  const options: Option[] = [];
  let index = 0;
  while (index < text.length) {
    const match = /^([^=,"]+)(?:="((?:\\"|\\(?!")|[^"\\])*)")?(?:,(?=.)|$)/.exec(text.slice(index));
    if (match === null) return { options, unread: index };
    const [whole, name = '', quoted] = match;
    options.push({ name: name.toLowerCase(), value: quoted?.replaceAll('\\"', '"'), index });
    index += whole.length;
  }
  return { options, unread: null };
}

function optionFault({ name, value }: Option, before: readonly Option[]): { message: string; hint?: string } | undefined {
  if (name === 'cert-authority') {
    return { message: 'cert-authority: certificates are not accepted', hint: 'list the public key of each signer, one a line' };
  }
  if (name !== 'namespaces' && name !== 'valid-after' && name !== 'valid-before') {
    return { message: `${JSON.stringify(name.slice(0, 40))} is no known option`, hint: 'write namespaces, valid-after or valid-before' };
  }
  if (value === undefined) return { message: `${name} has no value`, hint: `write it in double quotes: ${name}="…"` };
  if (before.some((option) => option.name === name)) return { message: `${name} is given twice`, hint: 'give it once' };
  if (name === 'namespaces') return value.split(',').some(isEmptyPattern) ? { message: 'a namespace is empty' } : undefined;
  if (parseTime(value) !== undefined) return undefined;
  return { message: `${name} is no instant in UTC: ${JSON.stringify(value.slice(0, 40))}`, hint: zoneHint };
}

/**
 * An instant as ssh-keygen(1) writes it in ALLOWED SIGNERS: `YYYYMMDD[HHMM[SS]]Z`. Undefined for anything else, and for the first
 * instant of 1970, which ssh-keygen holds to be no time.
 */
function parseTime(text: string | undefined): Date | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?Z$/.exec(text ?? '');
  if (match === null) return undefined;
  const [, year, month, day, hour = '00', minute = '00', second = '00'] = match;
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
  const instant = new Date(iso);
  // A day that does not exist, such as 30 February, becomes another one, or none.
  return instant.getTime() > 0 && instant.toISOString() === iso ? instant : undefined;
}

/** A public key as in a `.pub` file: type, base64, comment. */
function parseKey(line: string, start: number, place: PlaceInLine): LineOutcome<SshKey> {
  const [whole = '', space = '', type = '', encoded = ''] = /^([ \t]*)([^ \t]+)[ \t]+([^ \t]+)/.exec(line.slice(start)) ?? [];
  const at = place(start + space.length);
  if (whole === '') return refused(at, 'the line holds no public key', 'write the key as in its .pub file: ssh-ed25519 AAAA…');
  const accepted = `use one of ${acceptedKeyTypes().join(', ')}`;
  if (!acceptedKeyTypes().includes(type))
    return refused(at, `${JSON.stringify(type.slice(0, 60))} is no type of key that is accepted`, accepted);

  const blob = decodeBase64(encoded);
  const outcome = blob === undefined ? undefined : readPublicKey(blob);
  if (outcome?.state === 'unaccepted' && outcome.bits !== null) {
    return refused(at, `the ${outcome.type} key has ${outcome.bits} bits`, `use a key of ${minRsaBits} bits or more`);
  }
  if (outcome?.state !== 'read' || outcome.publicKey.key.type !== type) {
    return refused(at, `the key is no whole ${type} key`, 'copy it from its .pub file');
  }
  return { state: 'read', value: outcome.publicKey.key };
}

/** ssh_config(5), PATTERNS: one pattern must match, and none that starts with `!`. */
function matchesList(text: string, patterns: readonly string[]): boolean {
  const negated = patterns.some((pattern) => pattern.startsWith('!') && matches(text, pattern.slice(1)));
  return !negated && patterns.some((pattern) => !pattern.startsWith('!') && matches(text, pattern));
}

/** Matches with `*` and `?`, in time that no pattern can blow up: only the last `*` is ever tried again. */
function matches(text: string, pattern: string): boolean {
  const [characters, wanted] = [[...text], [...pattern]];
  let [at, want, star, resume] = [0, 0, -1, 0];
  while (at < characters.length) {
    if (wanted[want] === '*') {
      [star, resume] = [want, at];
      want += 1;
    } else if (wanted[want] === '?' || wanted[want] === characters[at]) {
      at += 1;
      want += 1;
    } else if (star !== -1) {
      resume += 1;
      [at, want] = [resume, star + 1];
    } else {
      return false;
    }
  }
  return wanted.slice(want).every((rest) => rest === '*');
}

/** Where an instant lies. One that is no instant lies in no window. */
function relation({ validAfter, validBefore }: AllowedSigner, at: Date): 'before' | 'within' | 'after' {
  const time = at.getTime();
  if (!(time >= (validAfter?.getTime() ?? Number.NEGATIVE_INFINITY))) return 'before';
  return time <= (validBefore?.getTime() ?? Number.POSITIVE_INFINITY) ? 'within' : 'after';
}

function isEmptyPattern(pattern: string): boolean {
  return pattern === '' || pattern === '!';
}

function refused(place: Place, message: string, hint?: string): { state: 'refused'; problems: readonly Problem[] } {
  return { state: 'refused', problems: [problem('VALUE', place, message, hint)] };
}
