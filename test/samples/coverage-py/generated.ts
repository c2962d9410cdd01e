import fc from 'fast-check';
import { countSources, generatedSources, type MadeCounts, percentOf } from '../../reports/generated.ts';

const generatedBy = (version: string, isBranched: boolean) => {
  const isOld = version.startsWith('5');
  const summaryOf = ({ lines, branches }: MadeCounts) => ({
    covered_lines: lines.covered,
    num_statements: lines.total,
    percent_covered: percentOf({ covered: lines.covered + branches.covered, total: lines.total + branches.total }),
    missing_lines: lines.total - lines.covered,
    excluded_lines: 1,
    ...(isBranched && {
      num_branches: branches.total,
      num_partial_branches: 0,
      covered_branches: branches.covered,
      missing_branches: branches.total - branches.covered,
    }),
  });
  return generatedSources(
    (sources, counts) => {
      const files = sources.map((source) => {
        const ran = source.lines.filter(({ hits }) => hits > 0).map(({ line }) => line);
        const jumps = source.lines.flatMap(({ line, branches }) =>
          branches.map((hits, index) => ({ jump: [line, line + index + 1], hits })),
        );
        const jumpsOf = (isExecuted: boolean) => jumps.filter(({ hits }) => hits > 0 === isExecuted).map(({ jump }) => jump);
        const own = {
          // Before version 7, a line that ran and is excluded stands in both lists.
          executed_lines: isOld ? [...ran, 900] : ran,
          summary: summaryOf(countSources([source])),
          missing_lines: source.lines.filter(({ hits }) => hits === 0).map(({ line }) => line),
          excluded_lines: [900],
          ...(isBranched && !isOld && { executed_branches: jumpsOf(true), missing_branches: jumpsOf(false) }),
        };
        return [`${source.folder}/${source.name}.py`, { ...own, ...(!isOld && { functions: { '': own }, classes: { '': own } }) }] as const;
      });
      return JSON.stringify({
        meta: {
          ...(!isOld && { format: 3 }),
          version,
          timestamp: '2026-11-24T12:24:00',
          branch_coverage: isBranched,
          show_contexts: false,
        },
        files: Object.fromEntries(files),
        totals: summaryOf(counts),
      });
    },
    ({ lines, branches }) => ({ statements: lines, lines, ...(isBranched && { branches }) }),
  );
};

export const generated = fc.oneof(generatedBy('7.17.4', true), generatedBy('7.17.4', false), generatedBy('5.5', true));
