import fc from 'fast-check';
import { type Generated, jmeterCounts, jmeterSamples } from '../../reports/generated.ts';

const texts = {
  ok: 'OK',
  failed: 'Test failed: text expected to contain /"total" : 3,\n0/',
  transaction: 'Number of samples in transaction : 2, number of failing samples : 0',
};

/** What the log leaves out is set in `jmeter.properties`; the order of the columns is JMeter's. */
const optional = fc.subarray([
  'timeStamp',
  'responseCode',
  'threadName',
  'dataType',
  'failureMessage',
  'bytes',
  'URL',
  'Latency',
  'Connect',
]);
const order = 'timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success,failureMessage,bytes,URL,Latency,Connect';

export const generated: Generated = fc.tuple(jmeterSamples, optional, fc.constantFrom('\n', '\r\n')).map(([samples, chosen, end]) => {
  const columns = order.split(',').filter((name) => chosen.includes(name) || /^(?:elapsed|label|responseMessage|success)$/.test(name));
  const rows = samples.map(({ label, elapsed, time, success, transaction }) => {
    const fields = new Map([
      ['timeStamp', String(time)],
      ['elapsed', String(elapsed)],
      ['label', label],
      ['responseMessage', transaction ? texts.transaction : texts.ok],
      ['success', String(success)],
      ['failureMessage', success ? '' : texts.failed],
    ]);
    return columns.map((name) => quoted(fields.get(name) ?? '0'));
  });
  return {
    content: [columns, ...rows].map((fields) => `${fields.join(',')}${end}`).join(''),
    counts: jmeterCounts(samples, chosen.includes('timeStamp')),
  };
});

function quoted(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
