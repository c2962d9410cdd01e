import fc from 'fast-check';
import { generatedFindings } from '../../reports/generated.ts';

const words = { critical: 'CRITICAL', high: 'ERROR', medium: 'WARNING', low: 'LOW', info: 'INFO', unknown: 'UNKNOWN' };

/** Since 1.0 a status of 0, 1 for passed and 2 for ignored; before, levels and what passed. */
export const generated = fc.oneof(
  generatedFindings(
    (findings) => {
      const failed = findings.map(({ rule, severity, file, line, suppressed }) => ({
        rule_id: 'AVD-AWS-0026',
        long_id: rule,
        rule_description: 'It must be safe',
        description: 'It is not safe.',
        severity: severity.toUpperCase(),
        warning: false,
        status: suppressed ? 2 : 0,
        resource: `aws_sns_topic.topic${line}`,
        location: { filename: file, start_line: line, end_line: line + 2 },
      }));
      return JSON.stringify({ results: failed.flatMap((each) => [each, { ...each, description: '', status: 1 }]) });
    },
    {
      rules: ['aws-ebs-enable-volume-encryption', 'aws-sns-enable-topic-encryption'],
      rated: ['critical', 'high', 'medium', 'low'],
      suppresses: true,
      minLength: 1,
    },
  ),
  generatedFindings(
    (findings) => {
      const failed = findings.map(({ rule, severity, file, line }) => ({
        rule_id: rule,
        rule_description: 'It should be safe.',
        link: `https://github.com/tfsec/tfsec/wiki/${rule}`,
        location: { filename: file, start_line: line, end_line: line },
        description: 'It is not safe.',
        severity: words[severity],
        passed: false,
      }));
      return JSON.stringify({ results: failed.flatMap((each) => [{ ...each, passed: true }, each]) });
    },
    { rules: ['AWS018', 'AWS008'], rated: ['high', 'medium', 'info'], minLength: 1 },
  ),
);
