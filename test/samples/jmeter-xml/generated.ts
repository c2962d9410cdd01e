import fc from 'fast-check';
import { escapeXml, type Generated, jmeterCounts, jmeterSamples, type MadeSample } from '../../reports/generated.ts';

const redirect = '<httpSample t="60" lt="59" ts="1795521600000" s="true" lb="Log in-0" rc="302" rm="Found"/>';
const assertion =
  '<assertionResult><name>Response Assertion</name><failure>true</failure><error>false</error><failureMessage>no &lt;b&gt;</failureMessage></assertionResult>';

export const generated: Generated = fc
  .record({ samples: jmeterSamples, timed: fc.boolean(), nested: fc.boolean(), redirected: fc.boolean() })
  .map(({ samples, timed, nested, redirected }) => {
    const element = ({ label, elapsed, time, success, transaction }: MadeSample, content: string) => {
      const name = transaction ? 'sample' : 'httpSample';
      const message = transaction ? 'Number of samples in transaction : 2, number of failing samples : 1' : 'OK';
      const stamp = timed ? ` ts="${time}"` : '';
      const attributes = `t="${elapsed}" it="0" lt="9"${stamp} s="${success}" lb="${escapeXml(label)}" rc="200" rm="${message}"`;
      return `<${name} ${attributes} tn="Users 1-1" dt="text" by="512">${content}${success ? '' : assertion}</${name}>`;
    };
    const requests = samples.filter(({ transaction }) => !transaction).map((each) => element(each, redirected ? redirect : ''));
    const transactions = samples.filter(({ transaction }) => transaction);
    // With `Generate parent sample` a transaction holds its samples, and other transactions; else it comes after them.
    const written =
      nested && transactions.length > 0
        ? transactions.reduce((content, each) => element(each, content), requests.join('\n'))
        : [...requests, ...transactions.map((each) => element(each, ''))].join('\n');
    const content = `<?xml version="1.0" encoding="UTF-8"?>\n<testResults version="1.2">\n${written}\n\n</testResults>\n`;
    return { content, counts: jmeterCounts(samples, timed) };
  });
