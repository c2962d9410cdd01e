import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { statuses } from '../src/assessment/assessment.ts';

/** Each folder and file directly in `src/`, and what of `src/` it may import from besides itself and the ground, in the order of the stages. */
const mayImport: Record<string, readonly string[]> = {
  secrets: [],
  checklist: [],
  reports: [],
  ci: ['reports'],
  assessment: ['checklist', 'reports'],
  signing: ['checklist', 'reports', 'assessment'],
  release: ['checklist', 'reports', 'assessment', 'signing'],
  comparison: ['checklist', 'reports', 'assessment'],
  publish: ['checklist', 'reports', 'assessment', 'signing', 'release', 'comparison'],
  views: ['checklist', 'reports', 'assessment', 'signing', 'release', 'comparison', 'publish'],
  disk: ['secrets', 'checklist', 'reports', 'assessment', 'signing', 'release'],
  remote: ['checklist', 'reports', 'assessment', 'signing', 'release', 'publish', 'disk'],
  build: ['checklist', 'reports', 'assessment', 'signing', 'release', 'comparison', 'publish', 'views', 'disk', 'remote'],
  cli: [
    'secrets',
    'checklist',
    'reports',
    'ci',
    'assessment',
    'signing',
    'release',
    'comparison',
    'publish',
    'views',
    'disk',
    'remote',
    'build',
  ],
  'content.config.ts': ['checklist'],
  site: ['checklist', 'reports', 'assessment', 'signing', 'release', 'comparison', 'publish', 'views', 'disk', 'build'],
  scripts: ['comparison', 'publish', 'views', 'components'],
  components: ['assessment', 'publish', 'views', 'layouts', 'site'],
  layouts: ['components', 'views', 'site', 'styles', 'scripts'],
  pages: ['components', 'layouts', 'publish', 'site', 'scripts', 'views'],
};

/** What every stage stands on: words for faults, numbers, bytes, and where things stand in a root and how they are named. */
const ground = [
  'problem.ts',
  'unit.ts',
  'reading.ts',
  'commit.ts',
  'file.ts',
  'layout.ts',
  'order.ts',
  'glob.ts',
  'clip-text.ts',
  'shape-words.ts',
  'folded-name.ts',
  'last-few.ts',
  'once.ts',
  'visible-text.ts',
  'web-address.ts',
];

const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) => /\.(?:ts|astro)$/.test(file));
const source = (file: string) => readFileSync(join('src', file), 'utf8');
const topOf = (path: string) => path.split('/')[0] ?? '';
const imports = /\bfrom\s+['"](\.[^'"]+)['"]|\bimport\s*\(?\s*['"](\.[^'"]+)['"]/g;

/** What of `src/` a file imports from outside its own stage. */
function importedBy(file: string): string[] {
  return [...source(file).matchAll(imports)]
    .map(([, named, bare]) => topOf(relative('src', join('src', dirname(file), named ?? bare ?? ''))))
    .filter((target) => target !== topOf(file) && !ground.includes(target));
}

test('every file imports only from the stages before its own', () => {
  const unknown = files.filter((file) => mayImport[topOf(file)] === undefined && !ground.includes(topOf(file)));
  const wrong = files.flatMap((file) =>
    importedBy(file)
      .filter((target) => !mayImport[topOf(file)]?.includes(target))
      .map((target) => `${file} imports ${target}`),
  );
  expect({ unknown, wrong }).toEqual({ unknown: [], wrong: [] });
});

test('the core knows no file system, no clock, no environment and no framework', () => {
  const core = files.filter((file) =>
    ['secrets', 'checklist', 'reports', 'ci', 'assessment', 'signing', 'release', 'comparison', 'publish', 'views', ...ground].includes(
      topOf(file),
    ),
  );
  const outside = /from 'node:(?:fs|child_process|os|process|https?|net)|\bprocess\.|\bnew Date\(\)|Date\.now\(|astro:/;
  expect(core.filter((file) => outside.test(source(file).replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')))).toEqual([]);
});

/** What a file imports for its values, not for its types alone. */
function valuesImportedBy(file: string): string[] {
  const parsed = ts.createSourceFile(file, source(file), ts.ScriptTarget.Latest, true);
  return parsed.statements.filter(ts.isImportDeclaration).flatMap(({ importClause, moduleSpecifier }) => {
    const named = importClause?.namedBindings;
    const isOfTypes =
      importClause?.isTypeOnly ||
      (importClause !== undefined &&
        importClause.name === undefined &&
        named !== undefined &&
        ts.isNamedImports(named) &&
        named.elements.every(({ isTypeOnly }) => isTypeOnly));
    return isOfTypes || !ts.isStringLiteral(moduleSpecifier) ? [] : [moduleSpecifier.text];
  });
}

test('what runs in a browser, and the comparison that does, need nothing of Node and one package', () => {
  const open = files.filter((file) => file.endsWith('.ts') && ['scripts', 'comparison'].includes(topOf(file)));
  const seen = new Set(open);
  const packages = new Set<string>();
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    for (const imported of valuesImportedBy(file)) {
      const next = join(dirname(file), imported);
      if (!imported.startsWith('.')) packages.add(imported);
      else if (!seen.has(next)) open.push(next);
      seen.add(next);
    }
  }
  expect([...packages]).toEqual(['zod/mini']);
});

test('only the shells of the site ask for collections', () => {
  expect(files.filter((file) => source(file).includes('astro:content'))).toEqual(['content.config.ts', 'site/guide-pages.ts']);
});

test('nothing in the code knows the product on the site', () => {
  expect(files.filter((file) => /\bAIM\b|opena2a/.test(source(file)))).toEqual([]);
});

test('no file is a barrel, a drawer or a list of exports', () => {
  expect(files.filter((file) => /(?:^|\/)(?:index|utils?|helpers?|common|shared)\.ts$/.test(file))).toEqual([]);
  expect(files.filter((file) => /^export \* from/m.test(source(file)))).toEqual([]);
});

test('no two files have one name, but readers, commands and pages, which are named after what they read, do and show', () => {
  const named = files.filter((file) => !/^(?:cli|pages)\/|^reports\/readers\//.test(file)).map((file) => file.split('/').at(-1));
  expect(named.filter((name, index) => named.indexOf(name) !== index)).toEqual([]);
});

test('each status has its sign', () => {
  const sprite = source('components/Sprite.astro');
  expect(statuses.filter((status) => !sprite.includes(`<symbol id="Sign-${status}"`))).toEqual([]);
});

test('what pages, the API and the gate say of a release stands in publish/words/', () => {
  const sayers = files.filter((file) => /^(?:publish|views|comparison)\/.*\.ts$/.test(file) && !file.startsWith('publish/words/'));
  const found = sayers.flatMap((file) => {
    const sentences: string[] = [];
    const visit = (node: ts.Node): void => {
      const text = ts.isStringLiteralLike(node)
        ? node.text
        : ts.isTemplateExpression(node)
          ? [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('…')
          : '';
      if (/^\s?[A-Z]\S* \S+ .*\.$/.test(text)) sentences.push(`${file}: ${text}`);
      ts.forEachChild(node, visit);
    };
    visit(ts.createSourceFile(file, source(file), ts.ScriptTarget.Latest, true));
    return sentences;
  });
  expect(found).toEqual([]);
});

test('front matter stays short', () => {
  const lengths = files
    .filter((file) => file.endsWith('.astro'))
    .map((file) => ({ file, lines: (/^---\n([\s\S]*?)\n?---/.exec(source(file))?.[1] ?? '').split('\n').length }));
  expect(lengths.filter(({ lines }) => lines > 30)).toEqual([]);
});

test('no any, no cast and no silenced check', () => {
  const found = files
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => {
      const text = source(file);
      const parsed = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
      const places: string[] = /@ts-(?:ignore|expect-error|nocheck)|biome-ignore/.test(text) ? [`${file} silences a check`] : [];
      const visit = (node: ts.Node): void => {
        const cast = ts.isAsExpression(node) && !ts.isConstTypeReference(node.type);
        if (cast || ts.isTypeAssertionExpression(node) || ts.isNonNullExpression(node) || node.kind === ts.SyntaxKind.AnyKeyword) {
          places.push(`${file}:${parsed.getLineAndCharacterOfPosition(node.getStart()).line + 1} ${node.getText()}`);
        }
        node.forEachChild(visit);
      };
      visit(parsed);
      return places;
    });
  expect(found).toEqual([]);
});

test('CONTRIBUTING shows what each stage may import', () => {
  const text = readFileSync('CONTRIBUTING.md', 'utf8');
  const rows = [...text.matchAll(/^\| `src\/([\w.]+)\/?` \| (.*) \|$/gm)].map(([, stage, from = '']) => [
    stage,
    [...from.matchAll(/`([\w.]+)`/g)].map(([, name]) => name),
  ]);
  expect(Object.fromEntries(rows)).toEqual(mayImport);
});

test('README and CONTRIBUTING name files that are there', () => {
  const named = ['README.md', 'CONTRIBUTING.md'].flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/`((?:src|test|bench|scripts|docs|bin)\/[^`<…]*)`/g)].map(([, path = '']) => path),
  );
  expect(named.filter((path) => !/my-(?:tool|command)/.test(path) && !existsSync(path))).toEqual([]);
});
