import { isSuccess, isTransaction, JmeterRun, millisecondsIn } from '../families/jmeter-samples.ts';
import { defineXmlReader } from '../reader.ts';

/**
 * JMeter's log of samples as XML, a JTL file (`ResultCollector` with xml of github.com/apache/jmeter). Counts samples; what a Transaction
 * Controller sums up is not one of them, but the samples inside are. What a sample fetched besides (redirects, images) belongs to it.
 */
export const jmeterXml = defineXmlReader({
  format: 'jmeter-xml',
  kind: 'load',
  guide: {
    title: 'JMeter results (XML)',
    source: 'https://jmeter.apache.org/usermanual/listeners.html#xmlformat2.1',
    make: 'jmeter -n -t plan.jmx -l results.xml -Jjmeter.save.saveservice.output_format=xml',
    selectors: [
      { selector: '#latency.p95', selects: 'a statistic of the elapsed times of all samples: avg, min, med, max, p90, p95, p99' },
      { selector: '#latency{Log in}.p95', selects: 'the same of one label, a transaction too' },
      { selector: '#requests.rate', selects: 'samples a second' },
      { selector: '#failed.rate', selects: 'the share of samples that failed' },
    ],
    unit: 'one sample that is no transaction',
    unproven: 'the elapsed times of a run, or of a label, in which no sample succeeded; `#requests.rate` of a log without timestamps',
  },
  unlike({ name }) {
    return name === 'testResults' ? null : `has the root \`${name}\``;
  },
  start(context) {
    const run = new JmeterRun();
    /** For each open sample, whether it is a transaction. */
    const open: boolean[] = [];
    return {
      handler: {
        open({ name, attributes, line }) {
          if (!isSample(name)) return;
          const transaction = isTransaction(attributes['rm']);
          if (open.every((outer) => outer)) {
            run.add({
              label: attributes['lb'] ?? '',
              elapsed: millisecondsIn(attributes['t'], 'elapsed time', line, context),
              time: attributes['ts'] === undefined ? null : millisecondsIn(attributes['ts'], 'timestamp', line, context),
              success: isSuccess(attributes['s'], line, context),
              transaction,
            });
          }
          open.push(transaction);
        },
        close(name) {
          if (isSample(name)) open.pop();
        },
      },
      end: () => run.report(),
    };
  },
});

function isSample(name: string): boolean {
  return name === 'httpSample' || name === 'sample';
}
