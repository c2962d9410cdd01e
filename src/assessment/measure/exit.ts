import { runFile } from '../../layout.ts';
import type { EvidenceFile } from '../../reports/evidence.ts';
import { type Measurement, maxExamples, unproven } from './measurement.ts';

/** Measures how the commands ended that wrote files, or of a `run.json` all that the job ran: each exited 0, and there was at least one. */
export function measureExit(files: readonly EvidenceFile[]): Measurement {
  const perFile = files.map(({ name, part: { commands } }) =>
    name === runFile ? commands : commands.filter(({ written }) => written.has(name)),
  );
  const unnamed = files.find((_, index) => perFile[index]?.length === 0);
  if (unnamed !== undefined) return unproven({ code: 'no-command', file: unnamed.path });
  const commands = [...new Set(perFile.flat())];
  const failed = commands.filter(({ exitCode }) => exitCode !== 0);
  return {
    state: 'measured',
    measured: { kind: 'commands', succeeded: commands.length - failed.length, failed: failed.length },
    number: null,
    own: {
      rule: 'exit-0',
      verdict:
        failed.length === 0
          ? { state: 'pass' }
          : { state: 'fail', reason: { code: 'commands-failed', failed: failed.length, total: commands.length } },
    },
    partial: [],
    examples: (failed.length > 0 ? failed : commands).slice(0, maxExamples).map(({ command, exitCode }) => `${command} (exit ${exitCode})`),
  };
}
