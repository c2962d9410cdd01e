import { dimensionOf } from '../../unit.ts';
import { amountAt, type Comparison, comparisonsIn, isBreak, isSoftBreak, lowerOf, phraseAt } from './comparisons.ts';
import { withGroups } from './groups.ts';
import type { Measure } from './measure.ts';
import { coverageKind, measuresFor, measuresIn, type NamedMeasure } from './named-measures.ts';
import { withNames } from './names.ts';
import {
  alwaysComparing,
  blurringWords,
  comparingBefore,
  conditions,
  consequences,
  countingCompound,
  countingWords,
  everyWords,
  hedges,
  negations,
  noneWords,
  numberWords,
  schedules,
  scopes,
  turningAway,
  wanted,
} from './phrases.ts';
import { isNatural, polarityOf } from './polarity.ts';
import type { Bound, Quantifier, Requirement, UnderstoodWords } from './requirement.ts';
import { type Token, tokensOf } from './tokens.ts';

/**
 * Reads what an item's words, or a citation's label, require. Every number, number word, comparator, quantifier, negation, condition and
 * name of a measure in them is part of a requirement that is understood, part of a name, or listed as not understood: nothing is guessed.
 *
 * `rest` is the words without their criteria, for an id that outlives a changed threshold.
 *
 * @param masked The text with what is no words (code, what is struck out) replaced by `maskCode` and `maskStruck`: as long as the text.
 */
export function understandWords(text: string, masked: string = text): UnderstoodWords & { readonly rest: string } {
  return new WordsReader(text, withoutSerialCommas(withGroups(withNames(tokensOf(masked))))).read();
}

/** The tokens without the comma before the last of several measures, `critical, high, or low`: what it joins is one list. */
function withoutSerialCommas(tokens: readonly Token[]): Token[] {
  return tokens.filter((_, index) => {
    const [before, comma, join, after] = [-1, 0, 1, 2].map((offset) => lowerOf(tokens[index + offset]));
    const isSerial = comma === ',' && /^(?:and|or|nor|&)$/.test(join ?? '');
    return !(isSerial && measureWord.test(before ?? '') && measureWord.test(after ?? ''));
  });
}

/** Tokens from the first to the last, both included. */
interface Range {
  readonly from: number;
  readonly to: number;
}

/** What is asked for with an `= 0`, or with a quantifier: `no skipped tests`, `zero mocked data`, `secrets not logged`. */
interface Absence extends Range {
  readonly measures: readonly NamedMeasure[];
}

class WordsReader {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  readonly #lower: readonly string[];
  /** Tokens that are part of something understood. */
  readonly #used = new Set<number>();
  readonly #requirements: (Requirement & { readonly at: number })[] = [];
  readonly #quantifiers: (Quantifier & { readonly at: number })[] = [];
  readonly #doubts: Range[] = [];
  /** What is left out of an id. */
  readonly #cuts: { readonly start: number; readonly end: number }[] = [];

  constructor(text: string, tokens: readonly Token[]) {
    this.#text = text;
    this.#tokens = tokens;
    this.#lower = tokens.map(lowerOf);
  }

  read(): UnderstoodWords & { readonly rest: string } {
    const comparisons = comparisonsIn(this.#tokens);
    for (const { from, to, apart = from } of comparisons) {
      this.#use({ from, to });
      this.#used.add(apart);
    }
    const absences = this.#absences();
    for (const comparison of comparisons) this.#comparison(comparison, comparisons, absences);
    for (const absence of absences) this.#absence(absence);
    this.#universals();
    this.#negations();
    this.#leftovers();
    this.#leftMeasures();
    return {
      requirements: this.#requirements.sort((a, b) => a.at - b.at).map(({ at: _, ...requirement }) => requirement),
      quantifiers: this.#quantifiers.sort((a, b) => a.at - b.at).map(({ at: _, ...quantifier }) => quantifier),
      statistics: this.#statistics(),
      notUnderstood: this.#notUnderstood(),
      rest: this.#rest(),
    };
  }

  // Places

  #use({ from, to }: Range): void {
    for (let index = from; index <= to; index += 1) this.#used.add(index);
  }

  #unused(index: number): string {
    return this.#used.has(index) ? '' : (this.#lower[index] ?? '');
  }

  #around(index: number, ends: (tokens: readonly Token[], index: number) => boolean): Range {
    let from = index;
    let to = index;
    while (from > 0 && !ends(this.#tokens, from - 1)) from -= 1;
    while (to + 1 < this.#tokens.length && !ends(this.#tokens, to + 1)) to += 1;
    return { from, to };
  }

  #clause(index: number): Range {
    return this.#around(index, isBreak);
  }

  #sentence(index: number): Range {
    return this.#around(index, (tokens, at) => isBreak(tokens, at) && /^[.;()!?…]$/.test(lowerOf(tokens[at])));
  }

  #indexes({ from, to }: Range): number[] {
    return Array.from({ length: to - from + 1 }, (_, offset) => from + offset);
  }

  #words(range: Range): string[] {
    return this.#indexes(range).map((index) => (this.#tokens[index]?.kind === 'number' ? '' : (this.#lower[index] ?? '')));
  }

  #source({ from, to }: Range): string {
    return this.#text.slice(this.#tokens[from]?.start ?? 0, this.#tokens[to]?.end ?? 0);
  }

  #doubt(range: Range): void {
    this.#doubts.push(range);
  }

  #cut({ from, to }: Range): void {
    this.#cuts.push({ start: this.#tokens[from]?.start ?? 0, end: this.#tokens[to]?.end ?? 0 });
  }

  // Comparisons

  #comparison(comparison: Comparison, all: readonly Comparison[], absences: readonly Absence[]): void {
    const clause = this.#clause(comparison.from);
    const region = this.#region(comparison, all);
    const [bound] = comparison.bounds;
    if (bound === undefined) return;
    const named = this.#measuresOf(region, comparison.apart);
    const words = this.#words(region).filter((_, offset) => !this.#used.has(region.from + offset));
    const isRatio = words.includes('ratio') && comparison.bounds.every(({ value, unit }) => unit === 'count' && value <= 1);
    const bounds = isRatio ? comparison.bounds.map((each) => ({ ...each, unit: 'ratio' as const })) : comparison.bounds;
    const unit = isRatio ? 'ratio' : bound.unit;
    const measures = measuresFor(dimensionOf(unit), named);
    if (bound.comparator === '=' && bound.value === 0 && measures.length === 0 && this.#lower[comparison.to] === 'none') {
      this.#quantifiers.push({ kind: 'none', words: this.#source(region), at: comparison.from });
      return;
    }
    const polarity = polarityOf(measures, unit, words);
    const isRange = comparison.bounds.length > 1;
    const natural = isRange || isNatural(bound.comparator, bound.value, polarity);
    if (!natural || this.#isQualified(comparison, clause, region, absences, polarity !== null && !isRange)) {
      this.#doubt(clause);
      return;
    }
    if (polarity === null && !isRange && this.#saysWhen(comparison, region)) {
      this.#doubt(clause);
      return;
    }
    for (const { from, to } of named) this.#use({ from, to });
    // `100 % of the tests pass` says it of all of them.
    if (unit === 'percent' && bound.value === 100 && bound.comparator === '>=' && measures.length === 1 && measures[0] === 'passed-tests') {
      this.#quantifiers.push({ kind: 'all', words: this.#source(region), at: comparison.from });
      this.#cut(comparison);
      return;
    }
    const shared = this.#joinedSubjects(comparison, region);
    const each = measures.length > 1 || shared.length === 0 ? [this.#subject(region, comparison)] : shared;
    for (const measure of measures.length === 0 ? [null] : measures) {
      for (const subject of each) {
        this.#requirements.push({
          measure,
          bounds,
          subject,
          words: this.#source(region),
          at: comparison.from,
        });
      }
    }
    this.#cut(comparison);
    const isTotal = measures.some(isTotalOfReport);
    if (!isTotal && this.#holdsAlways(comparison, region))
      this.#quantifiers.push({ kind: 'all', words: this.#source(region), at: comparison.from });
  }

  /** `never exceeds 500 ms`, `at any time`: of the largest or the smallest, which no mean shows. */
  #holdsAlways(comparison: Range, region: Range): boolean {
    const compared = this.#words(comparison);
    return compared.includes('never') || this.#words(region).includes('any');
  }

  /** What a comparison speaks of: up to the next joining word, the next comparison, or the end of the clause. */
  #region({ from, to }: Range, all: readonly Comparison[]): Range {
    const isOther = (index: number) => all.some((other) => other.from !== from && other.from <= index && index <= other.to);
    let start = from;
    let end = to;
    while (start > 0 && !isOther(start - 1) && (!isSoftBreak(this.#tokens, start - 1) || this.#joinsMeasures(start - 1))) start -= 1;
    while (end + 1 < this.#tokens.length && !isOther(end + 1) && (!isSoftBreak(this.#tokens, end + 1) || this.#joinsMeasures(end + 1)))
      end += 1;
    return { from: start, to: end };
  }

  /** Does this word or comma join two names of measures, `statement and branch coverage`, so that both are compared? */
  #joinsMeasures(index: number): boolean {
    if (!/^(?:and|&|,)$/.test(this.#lower[index] ?? '')) return false;
    const [before, after] = [this.#lower[index - 1] ?? '', this.#lower[index + 1] ?? ''];
    const both = measureWord.test(before) && measureWord.test(after);
    return both && !/^(?:sign|number|odd)$/.test(this.#tokens[index + 2]?.kind ?? '');
  }

  #measuresOf(region: Range, apart: number | undefined): NamedMeasure[] {
    const isRead = (index: number) => this.#used.has(index) && index !== apart;
    const words = this.#words(region).map((word, offset) => (isRead(region.from + offset) ? '' : word));
    const isOfCoverage = this.#lower.some((word) => /coverage|covered/.test(word)) && words.some((word) => coverageKind.test(word));
    const said = isOfCoverage && !words.some((word) => /coverage|covered/.test(word)) ? [...words, 'coverage'] : words;
    return measuresIn(said).map(({ measure, from, to }) => ({
      measure,
      from: from + region.from,
      to: Math.min(to + region.from, region.to),
    }));
  }

  /** Is a comparison negated, blurred, one of several possible, or what triggers something? */
  #isQualified(comparison: Range, clause: Range, region: Range, absences: readonly Absence[], isKnownWay: boolean): boolean {
    const inClause = this.#indexes(clause);
    const inRegion = (index: number) => region.from <= index && index <= region.to;
    const negated = (index: number) => negations.has(this.#unused(index)) || absences.some(({ from }) => from === index);
    if (inClause.some((index) => negated(index) && (inRegion(index) || !isKnownWay))) return true;
    const sentence = this.#sentence(comparison.from);
    if (!isKnownWay && this.#indexes(sentence).some((index) => index < clause.from && negated(index))) return true;
    if (!isKnownWay && inClause.some((index) => consequences.has(this.#unused(index)))) return true;
    if (inClause.some((index) => turningAway.has(this.#unused(index)) || clearing.test(this.#unused(index)))) return true;
    const isSaidOf = this.#indexes({ from: region.from, to: comparison.from - 1 }).some((index) => this.#tokens[index]?.kind === 'word');
    if (isSaidOf && consequences.has(this.#unused(comparison.to + 1))) return true;
    if (inClause.some((index) => index < comparison.from && /^fails?$/.test(this.#unused(index)))) return true;
    if (inClause.some((index) => /^(?:or|either|neither|nor)$/.test(this.#unused(index)) && !this.#isListed(index, absences))) return true;
    // How much something changed is not how much there is of it.
    if (this.#lower[comparison.from - 1] === 'by' || this.#indexes(region).some((index) => changes.test(this.#unused(index)))) return true;
    return this.#indexes(region).some((index) => {
      const token = this.#tokens[index];
      if (this.#used.has(index)) return false;
      const word = this.#lower[index] ?? '';
      const isNumber = token?.kind === 'number' || token?.kind === 'odd' || token?.kind === 'sign';
      return isNumber || countingWords.has(word) || numberWords.has(word) || blurringWords.has(word) || hedges.has(word);
    });
  }

  #isListed(index: number, absences: readonly Absence[]): boolean {
    return absences.some(({ from, to }) => from <= index && index <= to);
  }

  /** Of something whose better side is not known, does a comparison say what happens, and not what must hold? `Requests > 1 MB are rejected`. */
  #saysWhen(comparison: Range, region: Range): boolean {
    const before = this.#indexes({ from: region.from, to: comparison.from - 1 }).filter((index) => this.#tokens[index]?.kind === 'word');
    const behind = this.#indexes({ from: comparison.to + 1, to: region.to }).filter((index) => this.#tokens[index]?.kind === 'word');
    if (before.length === 0) return false;
    const isWord = this.#tokens[comparison.from]?.kind === 'word';
    if (isWord && /^(?:over|above|beyond|exceed|exceeds|exceeding|more|greater|higher|larger)/.test(this.#lower[comparison.from] ?? ''))
      return true;
    if (before.some((index) => /^(?:with|on|at|upon|after|once)$/.test(this.#lower[index] ?? ''))) return true;
    const [first] = behind;
    const word = first === undefined ? '' : (this.#lower[first] ?? '');
    return behind.length > 1 && (auxiliary.test(word) || !scopes.has(word));
  }

  /** `CPU and memory < 80 %` speaks of two things, each with its own number. */
  #joinedSubjects(comparison: Range, region: Range): string[][] {
    const join = region.from - 1;
    const slash = this.#indexes(region).find((index) => index < comparison.from && this.#lower[index] === '/');
    const at = slash ?? (/^(?:and|&)$/.test(this.#lower[join] ?? '') ? join : undefined);
    if (at === undefined) return [];
    const [before, after] = [this.#lower[at - 1] ?? '', this.#lower[at + 1] ?? ''];
    const isOneWord = at + 2 === comparison.from && (at < 2 || isBreak(this.#tokens, at - 2)) && this.#tokens[at + 1]?.kind === 'word';
    const isJoined = (resource.test(before) && resource.test(after)) || (isOneWord && this.#tokens[at - 1]?.kind === 'word');
    if (!isJoined || this.#used.has(at - 1)) return [];
    return [[singular(before)], [singular(after)]];
  }

  /** What a region names, without the words that compare. */
  #subject(region: Range, comparing: Range): string[] {
    return this.#indexes(region)
      .filter((index) => index < comparing.from || comparing.to < index)
      .map((index) => this.#lower[index] ?? '')
      .filter((word) => /^\p{L}{2,}/u.test(word) && !scopes.has(word))
      .map(singular);
  }

  // What there must be none of

  #absences(): Absence[] {
    const found: Absence[] = [];
    for (let index = 0; index < this.#tokens.length; index += 1) {
      if (this.#used.has(index) || !this.#beginsAbsence(index)) continue;
      const from = /^(?:of|from)$/.test(this.#lower[index + 1] ?? '') ? index + 2 : index + 1;
      const to = this.#nounEnd(from);
      const named = measuresIn(this.#words({ from, to })).filter(({ measure }) => isCounted(measure));
      const absence = { from: index, to, measures: named.map((each) => ({ ...each, from: each.from + from, to: each.to + from })) };
      found.push(absence);
      index = to;
    }
    return found;
  }

  #beginsAbsence(index: number): boolean {
    const token = this.#tokens[index];
    if (token?.kind === 'number') {
      const next = this.#tokens[index + 1];
      const isNoun = next?.kind === 'name' || (next?.kind === 'word' && !scopes.has(next.lower) && amountAt(this.#tokens, index) !== null);
      return token.value === 0 && token.unit === null && !token.plus && isNoun && this.#tokens[index - 1]?.kind !== 'odd';
    }
    if (token?.kind !== 'word') return false;
    const next = this.#lower[index + 1] ?? '';
    if (token.lower === 'zero' && zeroNames.test(next)) return false;
    if (/^(?:free|clean|clear|devoid|rid)$/.test(token.lower)) return /^(?:of|from)$/.test(next);
    return noneWords.has(token.lower);
  }

  /** The last word of what an absence is of. */
  #nounEnd(from: number): number {
    let end = from - 1;
    for (let index = from; index < this.#tokens.length; index += 1) {
      const token = this.#tokens[index];
      const word = this.#lower[index] ?? '';
      if (this.#used.has(index) || token?.kind === 'sign' || token?.kind === 'number' || token?.kind === 'odd') break;
      if (isBreak(this.#tokens, index) && !this.#joinsMeasures(index)) break;
      if (/^(?:and|or|&|nor)$/.test(word) && !this.#continuesList(index)) break;
      if (endsNoun.test(word) && !(/^(?:is|are)$/.test(word) && measureWord.test(this.#lower[index + 1] ?? ''))) break;
      end = index;
    }
    while (end >= from && /^(?:and|or|&|nor|,)$/.test(this.#lower[end] ?? '')) end -= 1;
    return end;
  }

  /** Does what stands behind an `and` or `or` still belong to what there must be none of? */
  #continuesList(index: number): boolean {
    const { to } = this.#clause(index);
    const next = this.#indexes({ from: index + 1, to }).find((at) => /^(?:and|or|&|nor|but)$/.test(this.#lower[at] ?? '')) ?? to + 1;
    const part = this.#indexes({ from: index + 1, to: next - 1 });
    const [first] = part;
    if (first === undefined || noneWords.has(this.#lower[first] ?? '') || everyWords.has(this.#lower[first] ?? '')) return false;
    return part.every((at) => !this.#used.has(at) && !/^(?:sign|number|odd)$/.test(this.#tokens[at]?.kind ?? ''));
  }

  #absence({ from, to, measures }: Absence): void {
    const clause = this.#clause(from);
    const region = { from, to: Math.max(from, to) };
    const isDoubled = this.#indexes(this.#around(from, isSoftBreak)).some(
      (index) =>
        index !== from && !(from < index && index <= to) && (negations.has(this.#unused(index)) || everyWords.has(this.#unused(index))),
    );
    const inside = this.#indexes({ from: from + 1, to }).some(
      (index) => negations.has(this.#unused(index)) || countingWords.has(this.#unused(index)),
    );
    const isOf = this.#lower[from] === 'none' && this.#lower[from + 1] === 'of';
    this.#use({ from, to: from });
    if (isDoubled || inside || isOf || measures.some(({ measure }) => measure === 'tests' || measure === 'passed-tests')) {
      this.#doubt(clause);
      return;
    }
    // `None ignored` and `nothing is skipped` speak of tests; `No test is ignored` says what is done to none of them, and not that there are none.
    const isOfTests =
      measures.length === 0 &&
      this.#indexes({ from: from + 1, to }).some((index) => /^(?:tests?|specs?|suites?|testcases?)$/.test(this.#lower[index] ?? ''));
    const done = this.#indexes({ from: from + 1, to: Math.min(from + 3, clause.to) }).map((index) => this.#lower[index] ?? '');
    const isLeftOut =
      measures.length === 0 && /^(?:none|nothing)$/.test(this.#lower[from] ?? '') && done.some((word) => leftOut.test(word));
    if (isOfTests || isLeftOut) {
      this.#doubt(clause);
      return;
    }
    const isDigit = this.#tokens[from]?.kind === 'number';
    if (isDigit || this.#lower[from] === 'zero') this.#cut({ from, to: from });
    if (measures.length === 0 && !isDigit) {
      this.#quantifiers.push({ kind: 'none', words: this.#source(region), at: from });
      return;
    }
    for (const { from: first, to: last } of measures) this.#use({ from: first, to: last });
    const words = this.#words({ from: from + 1, to });
    if (
      !isNatural(
        '=',
        0,
        polarityOf(
          measures.map(({ measure }) => measure),
          'count',
          words,
        ),
      )
    ) {
      this.#doubt(clause);
      return;
    }
    const named = measuresFor('number', measures);
    const each: readonly (Measure | null)[] = named.length === 0 ? [null] : named;
    for (const measure of each) {
      const bounds = [{ measure, comparator: '=' as const, value: 0, unit: 'count' as const }];
      this.#requirements.push({
        measure,
        bounds,
        subject: this.#subject(region, { from, to: from }),
        words: this.#source(region),
        at: from,
      });
    }
  }

  // What must hold of all, and what must not be

  #universals(): void {
    for (const [index, word] of this.#lower.entries()) {
      if (this.#tokens[index]?.kind !== 'word' || this.#used.has(index)) continue;
      const next = this.#lower[index + 1] ?? '';
      if (wholes.test(word) && this.#isRunOfTests(index)) {
        this.#requirements.push({
          measure: 'skipped-tests',
          bounds: [none],
          subject: ['test'],
          words: this.#source(this.#clause(index)),
          at: index,
        });
        continue;
      }
      if (!everyWords.has(word) && !this.#isPerPart(index)) continue;
      this.#use({ from: index, to: index });
      if (/^(?:every|each)$/.test(word) && schedules.has(next)) continue;
      const clause = this.#clause(index);
      const ahead = { from: index + 1, to: clause.to };
      const measures = measuresIn(this.#words(ahead)).map(({ measure }) => measure);
      const isOfTests = measures.some((measure) => measure.endsWith('tests') || measure === 'test-duration');
      const isCompared = this.#requirements.some(({ at, measure }) => clause.from <= at && at <= clause.to && measure === 'test-duration');
      if (isOfTests && isCompared) continue;
      const words = this.#source({ from: index, to: clause.to });
      if (isOfTests && this.#indexes(ahead).some((at) => ranWords.test(this.#lower[at] ?? '') || this.#lower[at] === 'enabled')) {
        this.#requirements.push({ measure: 'skipped-tests', bounds: [none], subject: ['test'], words, at: index });
      }
      this.#quantifiers.push({ kind: 'all', words, at: index });
    }
  }

  /** `the whole test suite ran`. */
  #isRunOfTests(index: number): boolean {
    const clause = this.#words(this.#clause(index));
    return clause.some((word) => /^(?:tests?|suites?|specs?)$/.test(word)) && clause.some((word) => ranWords.test(word));
  }

  /** `80 % per file`, of what a report says of all files together. */
  #isPerPart(index: number): boolean {
    const [word, next] = [this.#lower[index] ?? '', this.#lower[index + 1] ?? ''];
    const isPart = word === 'individual' || (word === 'per' && !spans.test(next) && this.#tokens[index + 1]?.kind === 'word');
    const asked = this.#requirements.filter(({ at }) => this.#clause(at).from === this.#clause(index).from);
    return isPart && asked.some(({ measure }) => measure !== null && isTotalOfReport(measure));
  }

  #negations(): void {
    for (const index of this.#lower.keys()) {
      const word = this.#unused(index);
      if (!negations.has(word) || this.#tokens[index]?.kind !== 'word') continue;
      this.#use({ from: index, to: index });
      const clause = this.#clause(index);
      const near = this.#indexes({ from: index + 1, to: Math.min(index + 4, clause.to) }).map((at) => this.#lower[at] ?? '');
      const around = this.#indexes(this.#around(index, isSoftBreak)).filter((at) => at !== index);
      const others = around.some((at) => negations.has(this.#lower[at] ?? '') || everyWords.has(this.#lower[at] ?? ''));
      const touchesMeasure =
        measuresIn(this.#words(clause)).some(({ measure }) => isTotalOfReport(measure)) ||
        this.#words(clause).some((each) => leftOut.test(each));
      if (near.some((each) => wanted.has(each)) || others || touchesMeasure || /^(?:neither|nor)$/.test(word)) this.#doubt(clause);
      else this.#quantifiers.push({ kind: 'none', words: this.#source({ from: index, to: clause.to }), at: index });
    }
  }

  // What is left

  #leftovers(): void {
    for (const [index, token] of this.#tokens.entries()) {
      if (this.#used.has(index)) continue;
      if (this.#lower[index] === 'zero' && zeroNames.test(this.#lower[index + 1] ?? '')) continue;
      const condition = phraseAt(this.#tokens, index, conditions);
      if (condition !== null || token.kind === 'number' || token.kind === 'sign' || token.kind === 'odd') this.#doubt(this.#clause(index));
      if (token.kind !== 'word') continue;
      const { lower } = token;
      const comparing = phraseAt(this.#tokens, index, alwaysComparing);
      const isUpToDate = lower === 'up' && /^(?:date|speed|standard|par)$/.test(this.#lower[index + 2] ?? '');
      const counts = countingWords.has(lower) || numberWords.has(lower) || countingCompound.test(lower) || hedges.has(lower);
      const dangles = phraseAt(this.#tokens, index, comparingBefore);
      const isDangling =
        dangles !== null && !/^(?:within|maximum|minimum)$/.test(lower) && isSoftBreak(this.#tokens, index + dangles.length);
      const asks = (comparing !== null && !isUpToDate) || counts || isDangling || this.#isAbsence(index) || this.#isSpan(index);
      if (asks) this.#doubt(this.#clause(index));
    }
    for (const index of this.#tokens.keys()) if (this.#isOrWorse(index)) this.#doubt(this.#clause(index));
  }

  /** `warning-free`, `zero-warning`, `w/o warnings`: an absence in a form that is not read. */
  #isAbsence(index: number): boolean {
    const word = this.#lower[index] ?? '';
    if (word === 'w' && this.#lower[index + 1] === '/' && this.#lower[index + 2] === 'o') return true;
    if (word === 'free') return absent.test(`${this.#lower[index - 1] ?? ''}-free`);
    return absent.test(word);
  }

  /** A stretch of time without a number: `for a full week`, `5 % an hour`. */
  #isSpan(index: number): boolean {
    const word = this.#lower[index] ?? '';
    const isThis = word === 'the' && /^(?:within|in|inside|under)$/.test(this.#lower[index - 1] ?? '');
    if (!isThis && !/^(?:an?|whole|full|entire)$/.test(word)) return false;
    const at = /^(?:whole|full|entire)$/.test(this.#lower[index + 1] ?? '') ? index + 2 : index + 1;
    const next = this.#tokens[at + 1];
    const isSecond = this.#lower[at] === 'second' && next?.kind === 'word';
    return spans.test(this.#lower[at] ?? '') && !isSecond;
  }

  /** `high+`: all that is as severe, or worse. */
  #isOrWorse(index: number): boolean {
    const token = this.#tokens[index];
    return token?.kind === 'mark' && token.mark === '+' && token.glued && measureWord.test(this.#lower[index - 1] ?? '');
  }

  /** A measure that no requirement speaks of, and that one in its sentence could; or that no report is held against of itself. */
  #leftMeasures(): void {
    const asking = [...this.#requirements, ...this.#quantifiers.filter(({ kind }) => kind === 'none')].map(({ at }) => this.#clause(at));
    const isOfCoverage = this.#requirements.some(({ measure }) => measure?.endsWith('coverage'));
    const kinds = this.#lower.flatMap((word, from) => (isOfCoverage && coverageKind.test(word) ? [{ measure: word, from }] : []));
    for (const { measure, from } of [...this.#named(), ...kinds]) {
      if (this.#used.has(from)) continue;
      const clause = this.#clause(from);
      const words = this.#words(clause);
      const isQuantified = this.#quantifiers.some(({ at }) => this.#clause(at).from === clause.from);
      // Of what says that tests pass, tests are asked.
      if (measure === 'passed-tests' && !isQuantified)
        this.#quantifiers.push({ kind: 'all', words: this.#source(clause), at: clause.from });
      const isOfGone = measure === 'findings' && words.some((each) => goneWords.test(each));
      if (isOfGone && !isQuantified) this.#quantifiers.push({ kind: 'none', words: this.#source(clause), at: from });
      if (measure === 'tests' && words.some((each) => unfitTests.test(each))) this.#doubt(clause);
      if (/^(?:coverage|tests|findings|mean|minimum|maximum|test-duration|passed-tests)$/.test(measure)) continue;
      const sentence = this.#around(from, (tokens, at) => isBreak(tokens, at) && /^[.;!?…]$/.test(lowerOf(tokens[at])));
      const isAsked = asking.some((other) => sentence.from <= other.from && other.to <= sentence.to);
      if (isAsked || withoutRule.test(measure)) this.#doubt(clause);
    }
  }

  #statistics(): Measure[] {
    return this.#named().flatMap(({ measure, from }) => (!this.#used.has(from) && statistic.test(measure) ? [measure] : []));
  }

  /** Every measure that the words name. */
  #named(): NamedMeasure[] {
    return measuresIn(this.#tokens.map((token) => (token.kind === 'number' ? '' : lowerOf(token))));
  }

  #notUnderstood(): UnderstoodWords['notUnderstood'] {
    const merged: { from: number; to: number }[] = [];
    for (const { from, to } of [...this.#doubts].sort((a, b) => a.from - b.from || b.to - a.to)) {
      const last = merged.at(-1);
      if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
      else merged.push({ from, to });
    }
    return merged.map((range) => ({ words: this.#source(range), measured: this.#isMeasured(range) }));
  }

  /** Does a part hold a number, a comparison or a measure? */
  #isMeasured(range: Range): boolean {
    const hasNumber = this.#indexes(range).some((index) => {
      const token = this.#tokens[index];
      const isWord =
        token?.kind === 'word' && (countingWords.has(token.lower) || numberWords.has(token.lower) || countingCompound.test(token.lower));
      return (
        token?.kind === 'number' ||
        token?.kind === 'sign' ||
        token?.kind === 'odd' ||
        isWord ||
        phraseAt(this.#tokens, index, alwaysComparing) !== null
      );
    });
    return hasNumber || measuresIn(this.#words(range)).length > 0;
  }

  #rest(): string {
    return [...this.#cuts]
      .sort((a, b) => a.start - b.start)
      .reduceRight((words, { start, end }) => `${words.slice(0, start)} ${words.slice(end)}`, this.#text);
  }
}

const none: Bound = { comparator: '=', value: 0, unit: 'count' };
const measureWord =
  /^(?:t?p\d{2}(?:\.\d+)?|median|mean|average|avg|max|statements?|lines?|branch(?:es)?|functions?|methods?|criticals?|highs?|mediums?|moderate|lows?|info|failed|failing|skipped|flaky|failures|errors|warnings|vulnerabilities)(?:-severity|-risk)?$/;
/** What no rule of a kind of report looks at, or what is the contrary of it: a report passes with some of these. */
const withoutRule = /^(?:medium-findings|low-findings|info-findings|warnings|failed-tests|skipped-tests|flaky-tests)$/;
/** What becomes of findings that are gone, also where nobody says all. */
const goneWords = /^(?:resolved|eliminated|fixed|remediated|patched|closed|removed|addressed|mitigated)$/;
/** What is said of tests that show nothing. */
const unfitTests = /^(?:broken|red|removed|deleted|missing|planned|pending|outdated)$/;
const absent =
  /^(?:(?:errors?|warnings?|vulnerabilit(?:y|ies)|bugs?|defects?|issues?|flakes?|failures?|cves?|findings?|skips?)-free|(?:zero|no|nil|non)-(?:errors?|warnings?|vulnerabilit(?:y|ies)|bugs?|defects?|issues?|flakes?|failures?|cves?|findings?|skips?))$/;
const statistic = /^(?:p\d|mean$|maximum$|minimum$)/;
const wholes = /^(?:whole|complete|full|entire)$/;
const ranWords = /^(?:run|runs|ran|executed|execute|executes|completed)$/;
/** What is done to a test that then says nothing. */
const leftOut = /^(?:skipped|skips|ignored|disabled|excluded|omitted|quarantined)$/;
const auxiliary = /^(?:is|are|was|be|been|must|should|may|can|will)$/;
/** What an alert does at a bound, on its better side too. */
const clearing = /^(?:clears|resolves|auto-resolves|resets|rearms|re-arms)$/;
const spans = /^(?:second|minute|hour|day|night|week|weekend|month|quarter|year|sprint)$/;
const changes =
  /^(?:increas(?:e|es|ed|ing)|decreas(?:e|es|ed|ing)|improv(?:e|es|ed|ing|ement|ements)|grew|grown|gain|gains|gained|delta|rose|risen|fell|fallen|lowered)$/;
/** `zero trust` and `zero day` are names. */
const zeroNames = /^(?:trust|days?|knowledge|touch|copy)$/;
/** What is measured apart where two of them are named together. */
const resource =
  /^(?:cpu|memory|ram|heap|disk|swap|storage|network|bandwidth|io|gpu|latency|throughput|read|reads|write|writes|ingress|egress)$/;
/** Where the noun of an absence ends: a preposition, a verb, a relative. */
const endsNoun =
  /^(?:in|on|at|for|from|with|within|during|after|before|under|over|above|below|across|by|per|to|into|when|if|that|which|who|is|are|was|were|be|been|being|has|have|had|must|should|may|can|will|while|than|above|unless|until|through|via|remain|remains|remaining|left|found|reported|detected)$/;

/** Tests and findings are counted, so that there can be none of them. */
function isCounted(measure: Measure): boolean {
  return measure.endsWith('tests') || measure.endsWith('findings') || measure === 'warnings' || measure === 'errors';
}

/** What a report says of all its tests, findings or files together. */
function isTotalOfReport(measure: Measure): boolean {
  return isCounted(measure) || measure.endsWith('coverage');
}

function singular(word: string): string {
  return word.length > 3 ? word.replace(/ies$/, 'y').replace(/([^s])s$/, '$1') : word;
}
