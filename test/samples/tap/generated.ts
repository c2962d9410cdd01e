import { generatedTests } from '../../reports/generated.ts';

export const generated = generatedTests((tests) => {
  const lines = tests.map(
    ({ name, status }, index) =>
      `${status === 'failed' ? 'not ok' : 'ok'} ${index + 1} - ${name}${status === 'skipped' ? ' # SKIP later' : ''}`,
  );
  return ['TAP version 14', `1..${tests.length}`, ...lines, ''].join('\n');
});
