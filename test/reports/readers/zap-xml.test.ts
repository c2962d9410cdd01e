import { expect, test } from 'vitest';
import { readReport } from '../../../src/reports/read.ts';
import { bytesOf } from '../files.ts';

const alert = '<alertitem><pluginid>40018</pluginid><name>SQL Injection</name><riskcode>3</riskcode><confidence>2</confidence></alertitem>';
const site = (alerts: string) => `<site name="https://staging.example.com"><alerts>${alerts}</alerts></site>`;
const report = (content: string) => `<?xml version="1.0"?>\n<OWASPZAPReport version="2.17.0" generated="">\n${content}\n</OWASPZAPReport>`;
const read = (text: string) => readReport(bytesOf(text, 'zap.xml', 5), null);

test.each([
  ['stands outside of a site', report(`${site('')}${alert}`)],
  ['has no risk', report(site(alert.replace(/<riskcode>.*<\/riskcode>/, '')))],
  ['has a risk in words', report(site(alert.replace('>3<', '>High<')))],
  ['has no plugin', report(site(alert.replace('40018', '')))],
  ['belongs to a site without a name', report(site(alert).replace(/ name="[^"]*"/, ''))],
])('an alert that %s is refused with its line', async (_, text) => {
  expect(await read(text)).toMatchObject({ state: 'refused', problems: [{ code: 'SHAPE', line: 3 }] });
});

test.each([
  ['Info', 0],
  ['Low', 0],
  ['Medium', 1],
  ['High', 1],
])('an insight of level %s makes %i error of the scan', async (level, count) => {
  const outcome = await read(
    report(`<insights><insight><level>${level}</level><key>insight.auth.failure</key></insight></insights>${site(alert)}`),
  );
  expect(outcome).toMatchObject({
    state: 'read',
    report: { partial: count === 0 ? [] : [{ code: 'tool-errors', count }], findings: [{ severity: 'high' }] },
  });
});

test('a request that quotes an alert is no alert', async () => {
  const quoted = alert.replaceAll('<', '&lt;');
  const outcome = await read(
    report(
      site(alert.replace('</alertitem>', `<instances><instance><requestbody>${quoted}</requestbody></instance></instances></alertitem>`)),
    ),
  );
  expect(outcome).toMatchObject({ state: 'read', report: { findings: [{ rule: '40018' }] } });
});
