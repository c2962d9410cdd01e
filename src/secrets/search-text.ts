import { contextRules } from './context-rules.ts';
import { base64Text, decodeBase64, decodeEscapes, withoutEscapes } from './decode.ts';
import { isMasked } from './plausible.ts';
import type { Mark, SecretRule } from './rule.ts';
import { tokenRules } from './token-rules.ts';

/** A secret in a text. */
export interface FoundSecret {
  /** What kind it is: `aws-access-key-id`. */
  readonly rule: string;
  /** Where it stands in the text, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  /** Without escapes and line breaks. It is to be shown nowhere. */
  readonly value: string;
}

const rules: readonly SecretRule[] = [...tokenRules, ...contextRules];

/** What stands in the tokens that the library knows. */
const vendorMarks: readonly Mark[] = [
  ...[
    'npm_',
    'xox[a-z]-',
    'xapp-',
    'SG\\.',
    'shp[a-z]{2}_',
    'gh[a-z]_',
    'github_pat_',
    'glpat-',
    'sk-',
    'gsk_',
    'hf_',
    'lin_api_',
    'ntn_',
    '[rs]k_',
    'glc_',
    'glsa_',
    'ops_',
    'hv[sbr]\\.',
    'vc[piakr]_',
    'dckr_pat_',
    'figd_',
    'cf(?:k|ut|at)_',
    'tskey-',
  ].map((source): Mark => ({ kind: 'prefix', source })),
  ...['hooks\\.slack\\.com', 'T3BlbkFJ', 'dapi[A-Fa-f0-9]{32}'].map((source): Mark => ({ kind: 'word', source })),
];

/** Escapes of letters, digits, `-`, `.` and `_`: no tool needs them, and behind them a mark cannot be seen. */
const needless =
  /\\u00(?:2[de]|3\d|[46][1-9a-f]|[57][\da]|5f)|\\x(?:2[de]|3\d|[46][1-9a-f]|[57][\da]|5f)|&#(?:4[56]|4[89]|5[0-7]|6[5-9]|[78]\d|9[057-9]|1[01]\d|12[0-2]|x(?:2[de]|3\d|[46][1-9a-f]|[57][\da]|5f));|%(?:2[de]|3\d|[46][1-9a-f]|[57][\da]|5f)/gi;

const hints: readonly RegExp[] = [...compile([...rules.map(({ mark }) => mark), ...vendorMarks]), needless, base64Text];
const vendorHints: readonly RegExp[] = compile(vendorMarks);

/** One expression for all marks of a kind. Those that end alike are looked for from their end, which is four times as fast. */
function compile(marks: readonly Mark[]): RegExp[] {
  const of = (kind: Mark['kind']) => [...new Set(marks.filter((mark) => mark.kind === kind).map(({ source }) => source))].join('|');
  return [
    new RegExp(`[_~.-](?<=(?:${of('prefix')}))`, 'g'),
    new RegExp(of('word'), 'g'),
    ...(of('name') === '' ? [] : [new RegExp(of('name'), 'gi')]),
  ];
}

/** How far around a hint a secret may reach, in UTF-16 units; a private key reaches further. */
const before = 512;
const after = 4_096;
/** The longest secret that is found whole, in UTF-16 units. */
export const longest = 24_576;

/** How often what is found may be encoded anew. */
const maxDepth = 5;

/** Every secret in a text, as it is written there or behind escapes and base64, by its place. */
export async function searchText(text: string): Promise<FoundSecret[]> {
  return distinct(await searchLayer(text, 0));
}

async function searchLayer(text: string, depth: number): Promise<FoundSecret[]> {
  const found: FoundSecret[] = [];
  for (const { from, to } of windowsOf(text)) {
    const part = text.slice(from, to);
    const own = [...applyRules(part), ...(await applyLibrary(part))];
    if (depth < maxDepth) {
      for (const layer of layersBelow(part)) {
        for (const each of await searchLayer(layer.text, depth + 1)) {
          own.push({ ...each, start: layer.origin(each.start), end: layer.origin(each.end) });
        }
      }
    }
    for (const each of own) found.push({ ...each, start: from + each.start, end: from + each.end });
  }
  return found;
}

function* layersBelow(text: string) {
  const decoded = decodeEscapes(text);
  if (decoded !== null) yield decoded;
  yield* decodeBase64(text);
}

/** The parts of a text that are worth a closer look, in their order. */
function windowsOf(text: string): { from: number; to: number }[] {
  const windows: { from: number; to: number }[] = [];
  for (const hint of hints) {
    for (const { 0: mark, index } of text.matchAll(hint)) {
      const reach = mark === 'PRIVATE KEY' || hint === base64Text ? longest : after;
      windows.push({ from: Math.max(0, index - before), to: Math.min(text.length, index + reach) });
    }
  }
  windows.sort((a, b) => a.from - b.from);
  const merged: { from: number; to: number }[] = [];
  for (const window of windows) {
    const last = merged.at(-1);
    if (last !== undefined && window.from <= last.to) last.to = Math.max(last.to, window.to);
    else merged.push(window);
  }
  return merged;
}

function* applyRules(text: string): Generator<FoundSecret> {
  for (const rule of rules) {
    if (rule.within === undefined) yield* applyRule(rule, text, 0);
    else {
      for (const { groups, indices } of text.matchAll(rule.within)) {
        yield* applyRule(rule, groups?.['text'] ?? '', indices?.groups?.['text']?.[0] ?? 0);
      }
    }
  }
}

function* applyRule({ name, pattern, accepts }: SecretRule, text: string, offset: number): Generator<FoundSecret> {
  for (const { groups = {}, indices } of text.matchAll(pattern)) {
    const secret = groups['secret'] ?? '';
    const [start, end] = indices?.groups?.['secret'] ?? [0, 0];
    if (!isMasked(secret) && accepts?.(secret, groups, text) !== false)
      yield { rule: name, start: offset + start, end: offset + end, value: plain(secret) };
  }
}

async function applyLibrary(text: string): Promise<FoundSecret[]> {
  if (!vendorHints.some((hint) => text.search(hint) !== -1)) return [];
  // Loaded only where it has something to do: most results have nothing that looks like a token.
  const { findVendorTokens } = await import('./library-rules.ts');
  const found = await findVendorTokens(text);
  return found.map((each) => ({ ...each, value: plain(text.slice(each.start, each.end)) })).filter(({ value }) => !isMasked(value));
}

function plain(secret: string): string {
  return withoutEscapes(secret).replace(/\s+/g, '');
}

/** One of each: what is found twice at a place, raw and decoded or by two rules, is the same where one holds the other. */
function distinct(found: readonly FoundSecret[]): FoundSecret[] {
  const kept: FoundSecret[] = [];
  for (const each of found) {
    const same = kept.some(
      ({ start, end, value }) => start < each.end && each.start < end && (value.includes(each.value) || each.value.includes(value)),
    );
    if (!same) kept.push(each);
  }
  return kept.sort((a, b) => a.start - b.start || a.end - b.end);
}
