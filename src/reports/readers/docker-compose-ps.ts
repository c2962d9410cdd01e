import { z } from 'zod';
import { measuredReport, statisticsIn } from '../families/load-metrics.ts';
import { contextOf, defineReader, type ReaderContext } from '../reader.ts';
import type { LoadMetric, LoadReport } from '../report.ts';
import { checkShape, parseJson } from '../text/json-value.ts';
import type { TextSource } from '../text/source.ts';
import { maxTests } from '../text/text-limits.ts';

const container = z.object({
  Name: z.string().min(1),
  Service: z.string().min(1),
  State: z.enum(['created', 'running', 'paused', 'restarting', 'removing', 'exited', 'dead']),
  /** Empty where the service has no health check, which is not healthy. */
  Health: z.enum(['', 'none', 'starting', 'healthy', 'unhealthy']),
  ExitCode: z.int(),
});
type Container = z.output<typeof container>;

/**
 * What Docker Compose says of a project's containers (`cmd/compose/ps.go`, `cmd/formatter/container.go` of github.com/docker/compose): a JSON
 * array up to 2.20, a JSON object on each line since. Counts containers.
 *
 * Neither form tells whether the list is whole: without `--all` those that stopped are left out, and lines may be missing at its end. So only
 * what is well is counted, which a shorter list has less of.
 */
export const dockerComposePs = defineReader({
  format: 'docker-compose-ps',
  kind: 'load',
  guide: {
    title: 'docker compose ps JSON',
    source: 'https://docs.docker.com/reference/cli/docker/compose/ps/',
    make: 'docker compose ps --all --format json > compose-ps.json',
    selectors: [
      { selector: '#running.count', selects: 'the containers that run: ">= 5"' },
      { selector: '#healthy.count', selects: 'those of them whose health check holds; one without a health check is not among them' },
      { selector: '#completed.count', selects: 'the containers that ended with exit code 0, such as a migration' },
      { selector: '#running{service="db"}.count', selects: 'the containers of one service; also healthy, completed' },
    ],
    unit: 'one container',
    unproven:
      'an empty list, which names no tool; a service that is not listed. How many do not run is not counted: a list made without `--all` has none of them',
  },
  recognises: 'opening',
  unlike({ opening }) {
    if (!/^\s*\[?\s*\{/.test(opening)) return 'is no JSON object or list of objects';
    return opensInArray.test(opening) || opensOnLine.test(opening) ? null : 'does not begin with the container of a Compose project';
  },
  async read(source, json) {
    const listed = /^\s*\[/.test(source.opening) ? checkShape(z.array(container), await json(), source.path) : await readLines(source);
    return reportOf(listed, contextOf(source));
  },
});

const text = String.raw`"(?:[^"\\]|\\.)*"\s*,\s*`;
/** Up to 2.20 in the order of its struct, since then sorted by name, as `docker ps` is, which has neither exit code nor health. */
const opensInArray = new RegExp(
  String.raw`^\s*\[\s*\{\s*"ID"\s*:\s*${text}"Name"\s*:\s*${text}(?:"Image"\s*:\s*${text})?"Command"\s*:\s*${text}"Project"\s*:`,
);
const opensOnLine = new RegExp(
  String.raw`^\s*\[?\s*\{\s*"Command"\s*:\s*${text}"CreatedAt"\s*:\s*${text}"ExitCode"\s*:\s*-?\d+\s*,\s*"Health"\s*:\s*"`,
);

async function readLines(source: TextSource): Promise<Container[]> {
  const listed: Container[] = [];
  await source.lines((line, number) => {
    if (line.trim() === '') return;
    if (listed.length >= maxTests)
      contextOf(source).refuse('TOO_LARGE', `the file lists more than ${maxTests} containers`, { line: number });
    listed.push(checkShape(container, parseJson(line, source.path, number), source.path, number));
  });
  return listed;
}

function reportOf(listed: readonly Container[], context: ReaderContext): LoadReport {
  if (new Set(listed.map(({ Name }) => Name)).size < listed.length) return context.refuse('TWO_DOCUMENTS', 'a container is listed twice');
  const services = [...Map.groupBy(listed, ({ Service }) => Service)].sort(([a], [b]) => (a < b ? -1 : 1));
  return measuredReport({ name: 'docker-compose', version: null }, [
    { name: 'containers', statistics: statisticsIn('count', { count: listed.length }) },
    ...metricsOf(listed, ''),
    ...services.flatMap(([service, containers]) => metricsOf(containers, `{service=${JSON.stringify(service)}}`)),
  ]);
}

function metricsOf(containers: readonly Container[], labels: string): LoadMetric[] {
  const running = containers.filter(({ State }) => State === 'running');
  const healthy = running.filter(({ Health }) => Health === 'healthy');
  const completed = containers.filter(({ State, ExitCode }) => State === 'exited' && ExitCode === 0);
  return Object.entries({ running, healthy, completed }).map(([name, { length: count }]) => ({
    name: `${name}${labels}`,
    statistics: statisticsIn('count', { count }),
  }));
}
