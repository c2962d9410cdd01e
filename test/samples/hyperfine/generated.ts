import fc from 'fast-check';
import { amounts, countMetrics, type Generated, inUnit, names } from '../../reports/generated.ts';

const runs = fc.array(fc.record({ seconds: amounts, code: fc.constantFrom(0, 0, 1, 127, null) }), { minLength: 2, maxLength: 9 });

/** Each command may be measured more than once: the second is then `name 2`. */
const results = fc.uniqueArray(fc.record({ command: names, measured: fc.array(runs, { minLength: 1, maxLength: 3 }) }), {
  minLength: 1,
  maxLength: 5,
  selector: ({ command }) => command,
});

export const generated: Generated = fc.record({ results, older: fc.boolean() }).map((made) => {
  const listed = made.results.flatMap(({ command, measured }) =>
    measured.map((each, index) => ({ command, name: index === 0 ? command : `${command} ${index + 1}`, each, ...timesOf(each) })),
  );
  const document = {
    results: listed.map(({ command, each, mean, median, min, max }) => ({
      command,
      mean,
      stddev: 0.001,
      median,
      user: 0.001,
      system: 0,
      min,
      max,
      times: each.map(({ seconds }) => seconds),
      // Since 1.12.
      ...(made.older ? {} : { exit_codes: each.map(({ code }) => code) }),
    })),
  };
  const metrics = listed.map(({ name, each, mean, median, min, max }) => {
    const allFailed = !made.older && each.every(({ code }) => code !== 0);
    const statistics = { ...inUnit('s', { avg: mean, med: median, min, max }), ...inUnit('count', { count: each.length }) };
    return [name, allFailed ? {} : statistics];
  });
  const codes = listed.flatMap(({ each }) => each.map(({ code }) => code));
  const requests = made.older ? null : { total: codes.length, failed: codes.filter((code) => code !== 0).length };
  return { content: JSON.stringify(document, null, 2), counts: { ...countMetrics(Object.fromEntries(metrics)), requests } };
});

function timesOf(each: readonly { readonly seconds: number }[]) {
  const sorted = each.map(({ seconds }) => seconds).sort((a, b) => a - b);
  const mean = sorted.reduce((sum, seconds) => sum + seconds, 0) / sorted.length;
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)] ?? 0, sorted[Math.ceil((sorted.length - 1) / 2)] ?? 0];
  return { mean, median: (low + high) / 2, min: sorted[0] ?? 0, max: sorted.at(-1) ?? 0 };
}
