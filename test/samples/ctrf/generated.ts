import { countTests, generatedTests } from '../../reports/generated.ts';

export const generated = generatedTests((tests) =>
  JSON.stringify({
    reportFormat: 'CTRF',
    specVersion: '0.0.0',
    results: {
      tool: { name: 'made' },
      summary: { tests: tests.length, ...countTests(tests), pending: 0, other: 0, start: 1, stop: 2 },
      tests: tests.map((each) => ({ ...each, duration: 3 })),
    },
  }),
);
