import fc from 'fast-check';
import { amounts, type Generated } from '../../reports/generated.ts';

const scan = fc.record({ relation: fc.constantFrom('orders', 'users', 'Überweisung'), isSequential: fc.boolean(), cost: amounts });

export const generated: Generated = fc
  .record({
    scans: fc.array(scan, { minLength: 1, maxLength: 12 }),
    cost: amounts,
    planning: fc.option(amounts, { nil: undefined }),
    execution: fc.option(amounts, { nil: undefined }),
    isTable: fc.boolean(),
  })
  .map(({ scans, cost, planning, execution, isTable }) => {
    const leaf = ({ relation, isSequential, cost: own }: (typeof scans)[number]) => ({
      'Node Type': isSequential ? 'Seq Scan' : 'Index Scan',
      'Relation Name': relation,
      'Total Cost': own,
    });
    const plan = { 'Node Type': 'Append', 'Total Cost': cost, Plans: [{ 'Node Type': 'Append', Plans: scans.map(leaf) }] };
    const document = [{ Plan: plan, 'Planning Time': planning, Triggers: [], 'Execution Time': execution }];
    const text = JSON.stringify(document, null, 2);
    const relations = new Set(scans.map(({ relation }) => relation));
    const sequential = (named: readonly (typeof scans)[number][]) => ({
      count: `${named.filter((each) => each.isSequential).length} count`,
    });
    const metrics = {
      total_cost: { value: `${cost} count` },
      planning_time: planning === undefined ? {} : { value: `${planning} ms` },
      execution_time: execution === undefined ? {} : { value: `${execution} ms` },
      seq_scans: sequential(scans),
      ...Object.fromEntries(
        [...relations].map((name) => [`seq_scan{relation="${name}"}`, sequential(scans.filter(({ relation }) => relation === name))]),
      ),
    };
    return { content: isTable ? tableOf(text) : text, counts: { metrics, thresholds: null, requests: null } };
  });

/** What psql prints. */
function tableOf(text: string): string {
  const rows = text.split('\n').map((line) => ` ${line}`);
  const width = Math.max(...rows.map((row) => row.length));
  const body = rows.map((row, index) => (index === rows.length - 1 ? row : `${row.padEnd(width)}+`));
  return ['QUERY PLAN', '-'.repeat(width + 1), ...body, '(1 row)', '', ''].join('\n');
}
