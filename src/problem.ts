import { stripVTControlCharacters } from 'node:util';

/**
 * Something wrong with an input, as data. Shells decide what to do with it: print it, show it on a page, stop.
 */
export interface Problem {
  readonly code: ProblemCode;
  /** `error`: the input is refused. `warning`: it is taken, and this is said beside it. */
  readonly severity: 'error' | 'warning';
  /** Path from the root, with `/`. */
  readonly file: string;
  /** 1-based; absent where the problem is with the file as a whole. */
  readonly line?: number;
  /** 1-based, in UTF-16 units. */
  readonly column?: number;
  /** JSON Pointer, for a value whose line is not known. */
  readonly pointer?: string;
  /** What is wrong, with the value. */
  readonly message: string;
  /** What to do instead. */
  readonly hint: string;
}

/** Where a problem is. */
export interface Place {
  readonly file: string;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  readonly pointer?: string | undefined;
}

/**
 * Every code, whether it refuses its input, and what to do about it. A code never changes its meaning.
 * The message is given where the problem is found, since it names the value; the hint belongs to the code.
 */
const catalogue = {
  // What people write
  MARK_UNKNOWN: ['error', 'write one of [ ], [→], [✅], [x], [❌], [n/a]'],
  ITEM_EMPTY: ['error', 'write what is to hold after the mark'],
  ITEM_DUPLICATE: ['error', 'reword one of them, or give it an id with <!-- id: … -->'],
  ITEM_ID: ['error', 'use letters, digits and hyphens: <!-- id: services-coverage -->'],
  REASON_MISSING: ['error', 'say why: because: …'],
  TITLE_MISSING: ['error', 'start the file with one # heading'],
  PAGE_NAME: ['error', 'name it <number>-<name>.md for a layer, or gates.md, sign-off.md, post-release.md'],
  PAGE_DUPLICATE: ['error', 'give each page its own name'],
  FRONT_MATTER: ['error', 'remove the front matter: a checklist is plain Markdown'],
  GUIDE: ['error', 'correct the page: it is MDX, and the components of the site are given to it'],
  DIRECTIVE: ['error', 'write it as <!-- environment: staging -->, or leave out what makes it look like a directive'],
  BOX: [
    'error',
    'write it as an entry of a list, as in "- [ ] what is to hold"; where no box is meant, put the sign into code or use another',
  ],
  UNCLOSED: ['error', 'close it'],
  ITEMS_MISSING: ['error', 'write each thing that must hold as an entry with a box: - [ ] what is to hold'],
  ROLES_MISSING: ['error', 'write a line for each role, or a row of a table: - **QA Lead**: ____'],
  SIGNATURE_BOX: [
    'error',
    'ask for the signature with a line of its own, without a box and with an empty line before it: **QA Lead**: ____',
  ],
  CITATION_FORM: ['error', 'write it as a link with a path from the root: [label](/results/next/<job>/<file>)'],
  CITATION_PATH: ['error', 'cite a file under /results/next/ or a page under /content/checklist/'],
  CITATION_MISSING: ['warning', 'add the file, or remove the citation'],
  CITATION_TARGET: ['error', 'link to a page, section or item of the checklist that exists'],
  CITATION_CIRCLE: ['error', 'remove one of the links of the circle'],
  SELECTOR: ['warning', 'select something that is in the file'],
  SELECTOR_SYNTAX: ['error', 'percent-encode what a link cannot hold, and write * or ** for any'],
  CRITERION_SYNTAX: ['error', 'write a comparator, a number and a unit, such as ">= 90 %" or "exists"'],
  CRITERION_DIFFERS: ['error', 'write the threshold once: in the text of the item, or in the title'],
  YAML_SYNTAX: ['error', 'correct the YAML'],
  CONTENT_MISSING: ['error', 'add it'],
  VALUE: ['error', 'correct the value'],
  WAIVER_ITEM: ['error', 'name the id of an item'],
  WAIVER_UNUSED: ['warning', 'remove it: the item is verified without it'],
  WAIVER_EXPIRED: ['warning', 'prove the item, or give the waiver a new date and reason'],
  ROLE_UNKNOWN: ['error', 'name a role of content/portal.yaml'],
  // What could do harm
  NOT_REGULAR_FILE: ['error', 'replace it by the file itself'],
  NAME: ['error', 'use letters, digits and . _ + -, at most 100 characters, starting with a letter or digit'],
  NAME_COLLISION: ['error', 'rename one of them'],
  SECRET: ['error', 'take it out and revoke it, or allow it in content/portal.yaml by its digest where it opens nothing'],
  SECRET_ALLOWED: ['warning', 'content/portal.yaml allows it'],
  FILE_TYPE: ['error', 'remove it: result files are data, and this type would run'],
  INPUT_CHANGED: ['error', 'build again once nothing writes to it'],
  // Where result files stand
  RUN_MISSING: [
    'warning',
    'put them there with npx readiness-portal collect, or write a run.json beside them with job, commit, finished and commands',
  ],
  RUN_INVALID: [
    'warning',
    'write it anew, with job, commit, finished and commands, or remove the folder and let npx readiness-portal collect write it',
  ],
  JOB_FOLDER: ['warning', 'put it into the folder of its job: results/next/<job>/'],
  TOO_MANY: ['error', 'divide it'],
  // What a file is, before any format
  EMPTY: ['error', 'run the tool again: it wrote nothing'],
  TOO_LARGE: ['error', 'write a summary instead of every event'],
  EXPANDS: ['error', 'deliver the file uncompressed'],
  LINE_TOO_LONG: ['error', 'check that the file is what the tool wrote'],
  ENCODING: ['error', 'write it as UTF-8'],
  HTML_PAGE: ['error', 'this looks like an HTML page: download the file itself'],
  LFS_POINTER: ['error', 'this is a Git LFS pointer: fetch the file itself with git lfs pull'],
  CONFLICT_MARKS: ['error', 'resolve the merge conflict'],
  BINARY: ['error', 'deliver the text that the tool wrote'],
  DEPTH: ['error', 'check that the file is what the tool wrote'],
  JSON_SYNTAX: ['error', 'check that the upload is whole and holds nothing but the JSON'],
  TWO_DOCUMENTS: ['error', 'deliver one document a file'],
  DUPLICATE_KEY: ['error', 'check what wrote the file: each key may stand once'],
  KEY: ['error', 'check what wrote the file: no tool uses this key'],
  NUMBER: ['error', 'check what wrote the file: this is no finite number of the kind that belongs here'],
  XML_SYNTAX: ['error', 'check that the upload is whole and holds nothing but the XML'],
  XML_DOCTYPE: ['error', 'write the report without a DOCTYPE'],
  XML_ENTITY: ['error', 'write the report without entities of its own'],
  // What a format makes of it
  FORMAT_UNKNOWN: ['error', 'let the tool write a format of /guide/formats/, or state which it is in run.json or with --format'],
  FORMAT_MISMATCH: ['error', 'correct the format in run.json or --format, or deliver the right file'],
  SHAPE: ['error', 'check the version of the tool and the options it ran with'],
  TRUNCATED: ['error', 'the file ends too early: upload it again'],
  TOOL_ERROR: ['error', 'repair the run and repeat it: the tool wrote an error, not a result'],
  NO_TESTS: ['warning', 'check that the run found its tests'],
  ALL_SKIPPED: ['warning', 'run the tests'],
  DECLARED_DIFFERS: ['warning', 'deliver the whole report'],
  TESTS_UNLISTED: ['warning', 'repair what keeps it from listing its tests'],
  PARTIAL_SCAN: ['warning', 'repair what the tool could not read, and scan again'],
  PARTIAL_RUN: ['warning', 'run the whole, to its end'],
  OUTDATED_DATA: ['warning', 'scan again with current data, on a system that still gets it'],
  NO_TARGET: ['warning', 'check that the scan had something to scan'],
  NOTHING_MEASURED: ['warning', 'check that the run measured something'],
  CLOCK: ['warning', 'check the clock of the machine that ran the job'],
  // Releases
  VERSION: ['error', 'take a SemVer version that is new, and higher than the last'],
  NOT_READY: ['error', 'leave out --require-ready to freeze the release as it is'],
  RELEASE_MISSING: ['error', 'name a release of results/'],
  INTEGRITY: ['error', 'restore the release from where it was published'],
  NOT_RECHECKED: ['warning', 'recheck it with the version of this tool that made it'],
  WITHDRAWAL: ['error', 'name a result file of the release, by its path or its SHA-256'],
  SIGN_OFF: ['warning', 'sign again'],
  TRUST_CHANGED: ['warning', 'bring in the change of the trust files first, and sign then'],
  // Collecting
  COMMIT_UNKNOWN: ['error', 'run it in the repository of the product, or state --commit'],
  COMMIT_DIFFERS: ['warning', 'collect where the commit is checked out that the files are of, or state --commit'],
  TREE_UNKNOWN: ['warning', 'let git read the repository, as with git config --global --add safe.directory'],
  TREE_CHANGED: ['warning', 'commit or undo the changes, and run it again'],
  CONFLICT: ['error', 'keep what is there, or collect it as another --attempt or --shard'],
  // The command line
  USAGE: ['error', 'see npx readiness-portal --help'],
  ENVIRONMENT: ['error', 'repair the environment and run it again'],
} as const satisfies Record<string, readonly ['error' | 'warning', string]>;

/** A problem's name: permanent, upper case. */
export type ProblemCode = keyof typeof catalogue;

/** Every code. */
export const problemCodes: readonly ProblemCode[] = Object.keys(catalogue).filter(isProblemCode);

function isProblemCode(text: string): text is ProblemCode {
  return Object.hasOwn(catalogue, text);
}

/** Whether a code refuses its input, and what to do about it where the case knows no better. */
export function problemRule(code: ProblemCode): Pick<Problem, 'severity' | 'hint'> {
  const [severity, hint] = catalogue[code];
  return { severity, hint };
}

/** Makes a problem. `hint` replaces the code's own where the case knows better. A message that quotes a tool loses its colours. */
export function problem(code: ProblemCode, place: Place, message: string, hint?: string): Problem {
  const [severity, ownHint] = catalogue[code];
  return {
    code,
    severity,
    file: place.file,
    ...(place.line === undefined ? {} : { line: place.line }),
    ...(place.column === undefined ? {} : { column: place.column }),
    ...(place.pointer === undefined ? {} : { pointer: place.pointer }),
    message: stripVTControlCharacters(message),
    hint: hint ?? ownHint,
  };
}

/** `file:line:column CODE what is wrong - what to do`, on one line. Its text may hold control characters: escape it before printing. */
export function formatProblem({ file, line, column, pointer, code, message, hint }: Problem): string {
  const place = line === undefined ? (pointer === undefined ? '' : `#${pointer}`) : `:${line}:${column ?? 1}`;
  return `${file}${place} ${code} ${message} - ${hint}`.replace(/\s*\n\s*/g, ' ');
}

/** The problems that refuse their input. */
export function errors(problems: readonly Problem[]): Problem[] {
  return problems.filter((each) => each.severity === 'error');
}
