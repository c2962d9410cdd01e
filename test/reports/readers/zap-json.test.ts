import { describe, expect, test } from 'vitest';
import { readReport } from '../../../src/reports/read.ts';
import { summariseOutcome } from '../../../src/reports/summary.ts';
import { bytesOf } from '../files.ts';

const alert = {
  pluginid: '40018',
  alertRef: '40018',
  alert: 'SQL Injection',
  name: 'SQL Injection',
  riskcode: '3',
  confidence: '2',
  count: '1',
  instances: [],
};
const report = (alerts: readonly unknown[], more = {}) => ({
  '@programName': 'ZAP',
  '@version': '2.17.0',
  '@generated': 'Fr., 30 Sep. 2022 08:40:35',
  site: [{ '@name': 'https://staging.example.com', '@host': 'staging.example.com', '@port': '443', '@ssl': 'true', alerts }],
  ...more,
});
const read = (text: string, declared: string | null = null) => readReport(bytesOf(text), declared);
const text = JSON.stringify(report([alert]), null, '\t');

describe('a report among the lines of a console', () => {
  test.each([
    ['before it', `Total of 3 URLs\nPASS: Cookie [10010]\n${text}`],
    ['behind it', `${text}\n\nFAIL-NEW: 1\tWARN-NEW: 0\n`],
    ['with braces of their own', `[main] INFO {"job": "report"}\n{\n  more: {}\n}\n${text}\n{ "done": true }\n`],
    ['with line ends of Windows', `INFO\r\n${text.replaceAll('\n', '\r\n')}\r\nFAIL-NEW: 1\r\n`],
    ['around it on one line', `INFO\n${JSON.stringify(report([alert]))}\nFAIL-NEW: 1`],
  ])('is read: lines %s', async (_, noisy) => {
    expect(summariseOutcome(await read(noisy))).toMatchObject({ format: 'zap-json', problems: [], findings: { high: 1, total: 1 } });
  });

  test.each([
    ['ends in the middle', `INFO\n${text.slice(0, -20)}\nFAIL-NEW: 1\n`, 'TRUNCATED'],
    ['is followed by a second', `INFO\n${text}\n${text}\nFAIL-NEW: 1\n`, 'TWO_DOCUMENTS'],
    ['has something behind it on its last line', `INFO\n${text} FAIL-NEW: 1\n`, 'JSON_SYNTAX'],
    ['has a key twice', `INFO\n${text.replace('"@version"', '"@generated": "", "@version"')}\n`, 'DUPLICATE_KEY'],
  ])('is refused where it %s', async (_, noisy, code) => {
    const outcome = await read(noisy, 'zap-json');
    expect(outcome).toMatchObject({ state: 'refused', problems: [{ code }] });
  });

  test('a duplicate key is placed by the line of the file', async () => {
    const outcome = await read(`one\ntwo\n${text.replace('\t"site"', '\t"@version": "",\n\t"site"')}\nend\n`, 'zap-json');
    expect(outcome.problems).toMatchObject([{ code: 'DUPLICATE_KEY', line: 7 }]);
  });
});

test.each([
  ['a risk that is a number', { riskcode: 3 }],
  ['a risk that ZAP does not know', { riskcode: '4' }],
  ['a confidence that ZAP does not know', { confidence: '' }],
  ['no plugin', { pluginid: '' }],
])('%s is refused with its place', async (_, wrong) => {
  const outcome = await read(JSON.stringify(report([alert, { ...alert, ...wrong }])));
  expect(outcome.problems).toMatchObject([{ code: 'SHAPE', pointer: `/site/0/alerts/1/${Object.keys(wrong)[0]}` }]);
});

test('a site without a list of alerts is refused', async () => {
  const outcome = await read(JSON.stringify({ ...report([]), site: [{ '@name': 'https://staging.example.com' }] }));
  expect(outcome.problems).toMatchObject([{ code: 'SHAPE', pointer: '/site/0/alerts' }]);
});

test.each([
  ['Low', 'insight.log.error', 0],
  ['Medium', 'insight.network.failure', 1],
  ['High', 'insight.auth.failure', 1],
])('an insight of level %s (%s) makes %i error of the scan', async (level, key, count) => {
  const outcome = await read(JSON.stringify(report([], { insights: [{ level, reason: '', site: '', key, statistic: '80' }] })));
  expect(outcome).toMatchObject({ state: 'read', report: { partial: count === 0 ? [] : [{ code: 'tool-errors', count }] } });
});

describe('alerts as the API lists them', () => {
  const instance = (more = {}) => ({
    pluginId: '10038',
    alertRef: '10038-1',
    alert: 'CSP Header Not Set',
    risk: 'Medium',
    confidence: 'High',
    url: 'https://staging.example.com/a?b=/c',
    messageId: '1',
    ...more,
  });
  const findings = async (instances: readonly unknown[]) => summariseOutcome(await read(JSON.stringify(instances))).findings;

  test('are one finding a rule and site', async () => {
    const others = [
      instance({ url: 'https://staging.example.com' }),
      instance({ url: 'https://staging.example.com?q' }),
      instance({ url: 'http://staging.example.com/' }),
    ];
    expect(await findings([instance(), ...others])).toMatchObject({ medium: 2, total: 2 });
  });

  test('are suppressed where each instance is a false positive', async () => {
    const wrong = instance({ confidence: 'False Positive' });
    expect(await findings([wrong, wrong])).toMatchObject({ total: 0, suppressed: 1 });
    expect(await findings([wrong, instance()])).toMatchObject({ total: 1, suppressed: 0 });
    expect(await findings([instance(), wrong])).toMatchObject({ total: 1, suppressed: 0 });
  });

  test('are refused with a risk that ZAP does not know', async () => {
    expect(await read(JSON.stringify([instance({ risk: 'Severe' })]))).toMatchObject({ problems: [{ code: 'SHAPE', pointer: '/0/risk' }] });
  });
});
