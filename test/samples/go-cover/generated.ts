import { generatedCoverage } from '../../reports/generated.ts';

export const generated = generatedCoverage((files) => {
  const blocks = [...files.values()].flat().map(({ file, line, hits }) => `x/${file}:${line}.1,${line}.9 1 ${hits}`);
  return ['mode: count', ...blocks, ''].join('\n');
}, 'statements');
