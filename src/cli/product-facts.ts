import { SaxesParser } from 'saxes';
import { valid } from 'semver';
import { parse as parseToml } from 'smol-toml';
import { z } from 'zod';
import { webAddress } from '../web-address.ts';

/** What a product says of itself; null where it does not. */
export interface ProductFacts {
  readonly product: string | null;
  /** SemVer. */
  readonly version: string | null;
  /** Where its source is: an address of the web. */
  readonly repository: string | null;
}

const Named = z.object({ name: z.string().optional().catch(undefined), version: z.string().optional().catch(undefined) });
const PackageJson = Named.extend({
  repository: z
    .union([z.string(), z.object({ url: z.string() }).transform(({ url }) => url)])
    .optional()
    .catch(undefined),
});
const PyProject = z.object({
  project: Named.extend({ urls: z.record(z.string(), z.string()).optional().catch(undefined) }).optional(),
  tool: z.object({ poetry: Named.extend({ repository: z.string().optional() }).optional() }).optional(),
});
const CargoToml = z.object({ package: Named.extend({ repository: z.string().optional().catch(undefined) }).optional() });

/** A file in which products say what they are. */
interface Manifest {
  readonly file: string;
  readonly read: (text: string) => ProductFacts | null;
  /** What proves something of such a product, as `collect` is told: to begin with. */
  readonly collects: readonly string[];
}

/** The files in which products say what they are, in the order in which they are asked. */
export const manifests: readonly Manifest[] = [
  {
    file: 'package.json',
    read: readPackageJson,
    collects: [
      '--job unit --stdout junit.xml -- node --test --test-reporter=junit',
      '--job scan --stdout npm-audit.json -- npm audit --json',
    ],
  },
  {
    file: 'pyproject.toml',
    read: readPyProject,
    collects: [
      '--job unit junit.xml -- pytest --junitxml=junit.xml',
      '--job lint --exit-only -- ruff check .',
      '--job scan pip-audit.json -- pip-audit --format json --output pip-audit.json',
    ],
  },
  {
    file: 'Cargo.toml',
    read: readCargoToml,
    collects: [
      '--job unit target/nextest/ci/junit.xml -- cargo nextest run --profile ci',
      '--job lint --exit-only -- cargo clippy -- --deny warnings',
      '--job scan osv.json -- osv-scanner scan source --all-packages --format json --output-file osv.json .',
    ],
  },
  {
    file: 'go.mod',
    read: readGoMod,
    collects: [
      '--job unit --stdout go-test.json -- go test -json ./...',
      '--job coverage coverage.out -- go test -coverprofile=coverage.out ./...',
      '--job lint --exit-only -- go vet ./...',
      '--job scan --stdout govulncheck.json -- govulncheck -json ./...',
    ],
  },
  {
    file: 'pom.xml',
    read: readPom,
    collects: ["--job unit 'target/surefire-reports/TEST-*.xml' -- mvn --batch-mode verify"],
  },
];

/** What is collected of a product that names no manifest. */
export const anyCollects: readonly string[] = ['--job unit junit.xml -- make test', '--job lint --exit-only -- make lint'];

function readPackageJson(text: string): ProductFacts | null {
  const read = PackageJson.safeParse(parsed(() => JSON.parse(text))).data;
  if (read === undefined) return null;
  return facts(
    read.name?.replace(/^@[^/]+\//, ''),
    read.version,
    read.repository?.replace(/^(github|gitlab|bitbucket):/, (_, host) => hosts[host] ?? ''),
  );
}

function readPyProject(text: string): ProductFacts | null {
  const read = PyProject.safeParse(parsed(() => parseToml(text))).data;
  const own = read?.project ?? read?.tool?.poetry;
  if (own === undefined) return null;
  const urls = Object.entries(read?.project?.urls ?? {});
  const source = urls.find(([name]) => /^(?:repository|source(?: code)?|github|code)$/i.test(name))?.[1];
  return facts(own.name, own.version, source ?? read?.tool?.poetry?.repository);
}

function readCargoToml(text: string): ProductFacts | null {
  const own = CargoToml.safeParse(parsed(() => parseToml(text))).data?.package;
  return own === undefined ? null : facts(own.name, own.version, own.repository);
}

/** A module's path is its address where a forge has it: `example.org/shop/v2` is version 2 or later of `shop`. */
function readGoMod(text: string): ProductFacts | null {
  const path = /^\s*module\s+"?([^\s"]+)/m.exec(text)?.[1]?.replace(/\/v\d+$/, '');
  if (path === undefined) return null;
  const isForge = /^(?:github|gitlab|bitbucket|codeberg)\.[a-z]+\/[^/]+\/[^/]+/.exec(path)?.[0];
  return facts(path.split('/').at(-1), undefined, isForge === undefined ? undefined : `https://${isForge}`);
}

function readPom(text: string): ProductFacts | null {
  const found = new Map<string, string>();
  const path: string[] = [];
  const parser = new SaxesParser();
  parser.on('opentag', ({ name }) => path.push(name));
  parser.on('text', (value) => {
    const place = path.join('/');
    if (value.trim() !== '') found.set(place, `${found.get(place) ?? ''}${value.trim()}`);
  });
  parser.on('closetag', () => path.pop());
  if (parsed(() => parser.write(text).close()) === undefined) return null;
  const name = found.get('project/artifactId');
  return name === undefined ? null : facts(name, found.get('project/version'), found.get('project/scm/url') ?? found.get('project/url'));
}

const hosts: Readonly<Record<string, string>> = {
  github: 'https://github.com/',
  gitlab: 'https://gitlab.com/',
  bitbucket: 'https://bitbucket.org/',
};

function facts(product: string | undefined, version: string | undefined, repository: string | undefined): ProductFacts {
  return {
    product: product?.trim() || null,
    version: valid(version?.replace(/-SNAPSHOT$/, '')),
    repository: repository === undefined ? null : repositoryAddress(repository),
  };
}

/** The address in the web of a repository that is named as git or a manifest names it; null where it has none. */
export function repositoryAddress(written: string): string | null {
  const plain = written
    .trim()
    .replace(/^scm:git:/, '')
    .replace(/^git\+/, '')
    .replace(/\.git(?:#.*)?\/?$/, '');
  const [, host, path] =
    /^(?:ssh:\/\/)?(?:[^@/\s]+@)([^:/\s]+)(?::\d+(?=\/))?[:/](.+)$/.exec(
      plain.replace(/^https?:\/\//i, (scheme) => scheme.toLowerCase()),
    ) ?? [];
  if (!/^https?:/i.test(plain) && host !== undefined && path !== undefined)
    return webAddress(`https://${host}/${path.replace(/^\/+/, '')}`);
  const address = plain.replace(/^git:\/\//, 'https://');
  return /^https?:/i.test(address) ? webAddress(address) : null;
}

/** Where a known forge serves the pages of a repository; null for any other. */
export function pagesAddress(repository: string): string | null {
  const { hostname, pathname } = new URL(repository);
  const [owner, name, ...others] = pathname.split('/').filter((part) => part !== '');
  const pages = hostname === 'github.com' ? 'github.io' : hostname === 'gitlab.com' ? 'gitlab.io' : null;
  if (pages === null || owner === undefined || name === undefined || others.length > 0) return null;
  const host = `${owner.toLowerCase()}.${pages}`;
  return name.toLowerCase() === host ? `https://${host}/` : `https://${host}/${name}/`;
}

/** Undefined for a text that is not what it should be: then the product says nothing there. */
function parsed(parse: () => unknown): unknown {
  try {
    return parse() ?? null;
  } catch {
    return undefined;
  }
}
