import { countTests, generatedOutcomes } from '../../reports/generated.ts';

const outcomes = [
  ['held', 'passed'],
  ['did not hold', 'failed'],
  ['skipped', 'skipped'],
] as const;

const error = { type: 'Error', name: 'ReferenceError', message: 'x is not defined' };

export const generated = generatedOutcomes(outcomes, (tests, isBroken) => {
  const requests = Object.entries(Object.groupBy(tests, ({ suite }) => suite)).map(([name, own]) => ({ id: `id-${name}`, name, own }));
  const executions = requests.map(({ id, name, own }, position) => ({
    cursor: { position, iteration: 0, length: requests.length, cycles: 1 },
    item: { id, name },
    id,
    response: { id: 'r', status: 'OK', code: 200, responseTime: 24 },
    assertions: own.map((each) => ({
      assertion: each.name,
      skipped: each.word === 'skipped',
      ...(each.word === 'did not hold' && { error: { name: 'AssertionError', test: each.name, message: 'not ok' } }),
    })),
    testScript: isBroken ? [{ error }] : [{}],
  }));
  const refused = { item: { id: 'id-refused', name: 'refused' }, id: 'id-refused', requestError: { errno: -111, code: 'ECONNREFUSED' } };
  const { failed } = countTests(tests);
  const scripts = isBroken ? requests.length : 0;
  const errors = isBroken ? 1 : 0;
  const count = (total: number, wrong = 0) => ({ total, pending: 0, failed: wrong });
  const failures = Array.from({ length: failed + scripts + errors }, () => ({ error, at: 'test-script', source: {} }));
  return {
    content: JSON.stringify({
      collection: {
        info: { name: 'Smoke' },
        item: [{ id: 'id-shop', name: 'Shop', item: requests.map(({ id, name }) => ({ id, name, request: { method: 'GET' } })) }],
      },
      environment: { id: 'e1', name: 'local', values: [{ type: 'any', key: 'base', value: 'http://127.0.0.1:8080' }] },
      run: {
        stats: {
          iterations: count(1),
          items: count(requests.length + errors),
          requests: count(requests.length + errors, errors),
          scripts: count(requests.length, scripts),
          assertions: count(tests.length, failed),
          testScripts: count(requests.length, scripts),
        },
        timings: { started: 1_795_523_324_856, completed: 1_795_523_386_356 },
        executions: isBroken ? [...executions, refused] : executions,
        failures,
        error: null,
      },
    }),
    counts: { failed: failed + scripts + errors, durationMs: 61_500 },
  };
});
