import fc from 'fast-check';
import { countHits, generatedSources, type MadeSource, percentOf } from '../../reports/generated.ts';

const lineElement = ({ line, hits, branches }: MadeSource['lines'][number]) => {
  if (branches.length === 0) return `<line number="${line}" hits="${hits}" branch="false"/>`;
  const { covered, total } = countHits(branches);
  return `<line number="${line}" hits="${hits}" branch="true" condition-coverage="${(covered * 100) / total}% (${covered}/${total})"/>`;
};

/** Writers differ in whether a class lists its lines, its methods list them, or both. */
const generatedBy = (place: 'class' | 'method' | 'both') =>
  generatedSources(
    (sources, { lines, branches }) => {
      const classes = sources.map(({ folder, name, lines: own }) => {
        const elements = `<lines>${own.map(lineElement).join('\n')}</lines>`;
        const methods = place === 'class' ? '' : `<method name="m" signature="()" line-rate="1" branch-rate="1">${elements}</method>`;
        const ofClass = place === 'method' ? '<lines/>' : elements;
        return `<class name="${name}" filename="${folder}\\${name}.cs"><methods>${methods}</methods>${ofClass}</class>`;
      });
      const rate = (count: { readonly covered: number; readonly total: number }) => (percentOf(count) / 100).toFixed(4);
      const counts = [
        `line-rate="${rate(lines)}" lines-valid="${lines.total}" lines-covered="${lines.covered}"`,
        `branch-rate="${rate(branches)}" branches-valid="${branches.total}" branches-covered="${branches.covered}"`,
      ].join(' ');
      return [
        '<?xml version="1.0" ?>',
        '<!DOCTYPE coverage SYSTEM "http://cobertura.sourceforge.net/xml/coverage-04.dtd">',
        `<coverage version="1.9" timestamp="1795523039" complexity="0" ${counts}>`,
        `<sources><source>.</source></sources><packages><package name="shop"><classes>${classes.join('\n')}</classes></package></packages>`,
        '</coverage>',
      ].join('\n');
    },
    ({ lines, branches }) => ({ lines, ...(branches.total > 0 && { branches }) }),
  );

export const generated = fc.oneof(generatedBy('class'), generatedBy('method'), generatedBy('both'));
