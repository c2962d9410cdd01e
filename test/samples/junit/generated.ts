import { countTests, escapeXml, generatedTests } from '../../reports/generated.ts';

const inner = { passed: '', failed: '<failure message="no">at line 1</failure>', skipped: '<skipped/>' };

export const generated = generatedTests((tests) => {
  const { failed, skipped } = countTests(tests);
  const cases = tests.map(({ name, status }) => `<testcase classname="k" name="${escapeXml(name)}" time="0.1">${inner[status]}</testcase>`);
  const counts = `tests="${tests.length}" failures="${failed}" errors="0" skipped="${skipped}"`;
  return `<?xml version="1.0"?>\n<testsuites><testsuite name="s" ${counts}>${cases.join('\n')}</testsuite></testsuites>\n`;
});
