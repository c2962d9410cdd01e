import { unitOf, unitPattern } from '../../unit.ts';
import type { TitleClause } from '../checklist.ts';
import { readNumber } from './numbers.ts';
import type { Comparator } from './requirement.ts';

const comparators: Readonly<Record<string, Comparator>> = { '>=': '>=', '≥': '>=', '<=': '<=', '≤': '<=', '>': '>', '<': '<', '=': '=' };
const counts = { passed: 'passed', failed: 'failed', skipped: 'skipped', test: 'tests', tests: 'tests' } as const;
const measuredIn = new RegExp(`^(.*?)\\s*\\bin\\s+(${unitPattern})$`, 'isu');

/**
 * Reads the title of a citation: `>= 24 h`, `= 0`, `>= 8 passed`, `< 1 % in ratio`, `in ratio`, `= ok` (a string's text), `= true`, `exists`,
 * `exit 0`. Null where it is none of these, or holds a number that could be read two ways.
 */
export function parseTitle(text: string): TitleClause | null {
  const trimmed = text.trim();
  if (/^exists$/i.test(trimmed)) return { kind: 'exists' };
  if (/^exit 0$/i.test(trimmed)) return { kind: 'exit' };
  const boolean = /^=\s*(true|false)$/i.exec(trimmed)?.[1]?.toLowerCase();
  if (boolean !== undefined) return { kind: 'boolean', value: boolean === 'true' };
  const [, before = trimmed, unit] = measuredIn.exec(trimmed) ?? /^()in\s+(\S+)$/i.exec(trimmed) ?? [];
  const own = unit === undefined ? null : (unitOf(unit) ?? null);
  if (unit !== undefined && own === null) return null;
  if (before.trim() === '') return own === null ? null : { kind: 'unit', measuredIn: own };
  const [, sign = '', rest = ''] = /^(>=|<=|≥|≤|>|<|=)\s*(.*)$/s.exec(before.trim()) ?? [];
  const comparator = comparators[sign];
  if (comparator === undefined || rest === '') return null;
  if (!/^-?\d/.test(rest)) return comparator === '=' && own === null && /^[^-<>=]/.test(rest) ? { kind: 'text', text: rest } : null;
  return numberClause(comparator, rest, own);
}

function numberClause(comparator: Comparator, rest: string, own: NonNullable<ReturnType<typeof unitOf>> | null): TitleClause | null {
  const negative = rest.startsWith('-');
  const plain = negative ? rest.slice(1) : rest;
  const read = readNumber(plain, 0, true);
  if (read.kind !== 'number' || read.plus) return null;
  const value = negative ? -read.value : read.value;
  const word = plain.slice(read.end).trim().toLowerCase();
  if (word === '') return { kind: 'criterion', criterion: { comparator, value, unit: read.unit ?? 'count' }, measuredIn: own };
  const count = Object.entries(counts).find(([name]) => name === word)?.[1];
  return count === undefined || read.unit !== null || own !== null || negative ? null : { kind: 'tests', comparator, value, count };
}
