import { namesBad } from '../../checklist/requirements/cited-measure.ts';
import type { JsonValue } from '../../reports/report.ts';
import { isList, isObject, resolvePointer } from '../../reports/text/json-value.ts';
import { type Unit, unitOfKey } from '../../unit.ts';
import type { Verdict } from '../assessment.ts';
import { type Measurement, numberMeasured, unproven } from './measurement.ts';

/**
 * Measures the value at a JSON Pointer: `true` passes and `false` fails, a number needs a criterion, a string is compared with a title.
 *
 * @param measuredIn The unit that the citation's title states for a number whose key ends in none.
 */
export function measurePointer(pointer: string, document: JsonValue, measuredIn: Unit | null): Measurement {
  const value = resolvePointer(document, pointer);
  if (value === undefined) {
    const around = resolvePointer(document, pointer.replace(/\/[^/]*$/, ''));
    const keys = isObject(around) ? Object.keys(around) : [];
    return unproven({ code: 'nothing-selected', selector: pointer, available: keys.length }, keys);
  }
  if (value === null) return unproven({ code: 'not-computable' });
  if (typeof value === 'boolean') {
    return {
      state: 'measured',
      measured: { kind: 'boolean', value },
      number: null,
      own: { rule: 'true', verdict: verdictOf(value, pointer) },
      partial: [],
      examples: [],
    };
  }
  if (typeof value === 'string')
    return { state: 'measured', measured: { kind: 'text', value }, number: null, own: null, partial: [], examples: [] };
  if (typeof value === 'number') {
    const unit = measuredIn ?? unitOfKey(pointer.split('/').at(-1) ?? '') ?? null;
    return { ...numberMeasured(value, unit ?? 'count'), number: { value, unit } };
  }
  return unproven({ code: 'wrong-type', found: isList(value) ? 'list' : 'object' });
}

/** Under a key that names something bad, only a title can say which of the two is right. */
function verdictOf(value: boolean, pointer: string): Verdict {
  if (namesBad(pointer)) return { state: 'unproven', reason: { code: 'boolean-unclear' } };
  return value ? { state: 'pass' } : { state: 'fail', reason: { code: 'value-false' } };
}
