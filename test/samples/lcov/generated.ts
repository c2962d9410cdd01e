import { generatedCoverage } from '../../reports/generated.ts';

export const generated = generatedCoverage((files) =>
  [...files]
    .map(([file, lines]) => {
      const data = lines.map(({ line, hits }) => `DA:${line},${hits}`);
      return [`SF:${file}`, ...data, `LF:${lines.length}`, `LH:${lines.filter(({ hits }) => hits > 0).length}`, 'end_of_record', ''].join(
        '\n',
      );
    })
    .join(''),
);
