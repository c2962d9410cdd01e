import { z } from 'zod';
import { codePlace, helpAddress, shownNumber, shownText } from '../families/finding-details.ts';
import { contextOf, defineReader, type ReaderContext } from '../reader.ts';
import type { CodePlace, Finding, FindingsReport, JsonValue, Tool } from '../report.ts';
import { openingKeys, readDocuments, readElements } from '../text/json-elements.ts';
import { checkShape } from '../text/json-value.ts';
import type { TextSource } from '../text/source.ts';

const osv = z.looseObject({
  id: z.string(),
  summary: z.string().nullish(),
  aliases: z.array(z.string()).nullish(),
  database_specific: z.looseObject({ url: shownText }).optional().catch(undefined),
});

const message = z.looseObject({
  config: z
    .looseObject({
      protocol_version: z.string().regex(/^v[01]\./, 'only protocol v0 and v1 are read'),
      scanner_name: z.string().optional(),
      scanner_version: z.string().optional(),
      db_last_modified: z.string().optional(),
      scan_mode: z.string().optional(),
    })
    .optional(),
  progress: z.looseObject({ message: z.string().optional() }).optional(),
  SBOM: z
    .looseObject({ roots: z.array(z.string()).nullish(), modules: z.array(z.looseObject({ path: z.string().optional() })).nullish() })
    .optional(),
  osv: osv.optional(),
  finding: z
    .looseObject({
      osv: z.string().min(1),
      trace: z
        .array(
          z.looseObject({
            module: z.string(),
            version: z.string().optional(),
            package: z.string().optional(),
            function: z.string().optional(),
            position: z.looseObject({ filename: shownText, line: shownNumber }).optional().catch(undefined),
          }),
        )
        .min(1),
    })
    .optional(),
});

const resultBeforeV1 = z.looseObject({
  Vulns: z
    .array(
      z.looseObject({
        OSV: osv,
        ModPath: z.string().nullish(),
        CallSink: z.int().nullish(),
        ImportSink: z.int().nullish(),
      }),
    )
    .nullable(),
  Modules: z.array(z.unknown()).nullish(),
});

type Message = z.output<typeof message>;
type Config = NonNullable<Message['config']>;

/**
 * The messages of `govulncheck -json` (`internal/govulncheck` of golang.org/x/vuln): JSON objects one after another, or in a list; before
 * version 1.0 one object. One finding is one vulnerability (OSV id), however many traces lead to it.
 *
 * No message says that the scan is over. It got far enough where it says that it checks the code against the vulnerabilities: by then it has
 * them all, and it lists each one of a required module at once, before it looks for calls (since 1.1.1). Older versions only say that they
 * scan, and when their database was last modified; whether they came to an end, their exit code tells.
 */
export const govulncheck = defineReader({
  format: 'govulncheck',
  kind: 'findings',
  guide: {
    title: 'govulncheck JSON',
    source: 'https://pkg.go.dev/golang.org/x/vuln/internal/govulncheck',
    make: 'govulncheck -json ./... > govulncheck.json',
    selectors: [
      { selector: '#high', selects: 'every vulnerability: govulncheck gives no severity, so each may be of any' },
      { selector: '#GO-2022-0969', selects: 'one vulnerability, by its id in the Go database, or its CVE or GHSA' },
    ],
    unit: 'one vulnerability of a required module, called or not; where it is called is said with it',
    unproven:
      'a stream that ends before the code was checked, as where the database is not reached; a severity with no finding, since none is rated; a query (`-mode query`)',
  },
  recognises: 'opening',
  unlike: ({ opening }) => unlikeGovulncheck(opening),
  async read(source, json) {
    const context = contextOf(source);
    if (isBeforeV1(source.opening)) return reportBeforeV1(checkShape(resultBeforeV1, await json(), source.path));
    return readMessages(source, context);
  },
});

function unlikeGovulncheck(opening: string): string | null {
  const first = /^\s*(?:\[\s*)?(?=\{)/.exec(opening)?.[0];
  if (first === undefined) return 'is no JSON object or list of objects';
  const { keys } = openingKeys(opening.slice(first.length));
  const config = keys.get('config');
  if (config !== undefined)
    return keys.size === 1 && /^\{[^{}]*"protocol_version"\s*:/.test(config) ? null : 'has a `config` of another tool';
  return isBeforeV1(opening) ? null : 'does not begin with a `config` message';
}

function isBeforeV1(opening: string): boolean {
  if (!/^\s*\{/.test(opening)) return false;
  const { keys } = openingKeys(opening);
  return keys.has('Calls') && (keys.has('Vulns') || /^\{\s*"(?:Functions|Entries)"/.test(keys.get('Calls') ?? ''));
}

/** What is known of a vulnerability: the deepest that any trace to it reaches. */
interface Reach {
  readonly depth: 'called' | 'imported' | 'required';
  readonly place: string;
  /** Where the product's own code leads to it. */
  readonly source: CodePlace | undefined;
}

async function readMessages(source: TextSource, context: ReaderContext): Promise<FindingsReport> {
  const scan = new Scan(context);
  const take = (document: JsonValue, line: number) => scan.take(checkShape(message, document, source.path, line));
  if (/^\s*\[/.test(source.opening))
    await readElements(
      source,
      (path) => path.length === 0,
      (element, _, line) => take(element, line),
    );
  else await readDocuments(source, take);
  return scan.report();
}

class Scan {
  readonly #context: ReaderContext;
  #config: Config | undefined;
  #checked = false;
  /** What it said last. */
  #progress: string | undefined;
  #warnings = 0;
  #noPackages = false;
  #targets: string[] | null = null;
  readonly #known = new Map<string, z.output<typeof osv>>();
  readonly #found = new Map<string, Reach>();

  constructor(context: ReaderContext) {
    this.#context = context;
  }

  take({ config, progress, SBOM, osv, finding }: Message): void {
    if (config) this.#begin(config);
    if (progress?.message !== undefined) this.#proceed(progress.message);
    if (SBOM) {
      const roots = SBOM.roots ?? [];
      this.#targets = [...(this.#targets ?? []), ...(roots.length > 0 ? roots : (SBOM.modules ?? []).flatMap(({ path }) => path ?? []))];
    }
    if (osv) this.#known.set(osv.id, osv);
    if (finding) this.#find(finding);
  }

  report(): FindingsReport {
    this.#requireChecked();
    const findings: Finding[] = [...this.#found].map(([id, { depth, place, source }]) => {
      const known = this.#known.get(id);
      return {
        rule: id,
        aliases: known?.aliases ?? [],
        severity: 'unknown',
        title: known?.summary || id,
        place: `${place} (${depth})`,
        suppressed: false,
        help: helpAddress(known?.database_specific?.url),
        source,
      };
    });
    return {
      kind: 'findings',
      tool: this.#tool(),
      partial: this.#warnings === 0 ? [] : [{ code: 'tool-errors', count: this.#warnings }],
      findings,
      rates: [],
      // It names each vulnerability of the modules, at whichever version, before it looks which of them apply.
      rules: { listed: [...this.#known.keys()], all: null },
      targets: this.#noPackages && this.#targets === null ? [] : this.#targets,
    };
  }

  /** A stream may hold several scans; one that only converts another one's stream writes a `config` before that. */
  #begin(config: Config): void {
    if (this.#config && this.#config.scan_mode !== 'convert') this.#requireChecked();
    if (config.scan_mode === 'query') this.#context.refuse('SHAPE', 'it is a query of the database, not a scan of code');
    this.#config = config;
    this.#checked = false;
    this.#progress = undefined;
  }

  #proceed(text: string): void {
    this.#progress = text;
    if (text.startsWith('warning:')) this.#warnings += 1;
    else if (text === 'No packages matching the provided pattern.') {
      this.#noPackages = true;
      this.#checked = true;
    } else if (/^Checking the \w+ against the vulnerabilities/.test(text)) this.#checked = true;
    else if (/^Scanning your .*for known vulnerabilities/.test(text))
      this.#checked = this.#config?.db_last_modified !== undefined && saysOnlyThatItScans(this.#config);
    else if (text.startsWith('Fetching vulnerabilities')) this.#checked = false;
  }

  #requireChecked(): void {
    if (!this.#config) this.#context.refuse('SHAPE', 'it has no `config` message');
    if (this.#checked) return;
    const last = this.#progress === undefined ? 'it says nothing of its progress' : `its last message is ${JSON.stringify(this.#progress)}`;
    this.#context.refuse(
      'TOOL_ERROR',
      `govulncheck stopped before it had checked the code: ${last}`,
      {},
      'see what it wrote to standard error: often the database was not reached',
    );
  }

  #find({ osv, trace }: NonNullable<Message['finding']>): void {
    const [sink] = trace;
    if (!sink) return;
    const depth = sink.function ? 'called' : sink.package ? 'imported' : 'required';
    const known = this.#found.get(osv);
    if (known && depths.indexOf(known.depth) <= depths.indexOf(depth)) return;
    const { position } = trace.at(-1) ?? {};
    this.#found.set(osv, {
      depth,
      place: sink.version ? `${sink.module}@${sink.version}` : sink.module,
      source: trace.length < 2 ? undefined : codePlace(position?.filename, position?.line),
    });
  }

  #tool(): Tool {
    return { name: this.#config?.scanner_name ?? 'govulncheck', version: this.#config?.scanner_version ?? null };
  }
}

const depths: readonly Reach['depth'][] = ['called', 'imported', 'required'];

/** Versions below 1.1.1 do not say that they have fetched the vulnerabilities. A build without a version is taken for a newer one. */
function saysOnlyThatItScans({ scanner_version }: Config): boolean {
  const [, major, minor, patch] = /^v(\d+)\.(\d+)\.(\d+)$/.exec(scanner_version ?? '')?.map(Number) ?? [];
  if (major === undefined || minor === undefined || patch === undefined) return false;
  return major === 0 || (major === 1 && (minor === 0 || (minor === 1 && patch === 0)));
}

function reportBeforeV1({ Vulns, Modules }: z.output<typeof resultBeforeV1>): FindingsReport {
  const findings = new Map<string, Finding>();
  for (const { OSV, ModPath, CallSink, ImportSink } of Vulns ?? []) {
    const depth = CallSink ? 'called' : ImportSink ? 'imported' : 'required';
    const known = findings.get(OSV.id);
    if (known && depth !== 'called') continue;
    findings.set(OSV.id, {
      rule: OSV.id,
      aliases: OSV.aliases ?? [],
      severity: 'unknown',
      title: OSV.summary || OSV.id,
      place: ModPath ? `${ModPath} (${depth})` : null,
      suppressed: false,
    });
  }
  return {
    kind: 'findings',
    tool: { name: 'govulncheck', version: null },
    partial: [],
    findings: [...findings.values()],
    rates: [],
    rules: { listed: [], all: null },
    targets: Modules === null || Modules === undefined || Modules.length > 0 ? null : [],
  };
}
