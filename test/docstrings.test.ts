import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

// What Astro asks of a page has its names from there.
const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.ts') && !file.startsWith('pages/'),
);

const isExported = (node: ts.Statement) =>
  ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);

/** What a statement declares: one name, or the names of one `const`. */
function namesOf(node: ts.Statement): string[] {
  if (ts.isVariableStatement(node)) return node.declarationList.declarations.map(({ name }) => name.getText());
  const isNamed =
    ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node);
  return isNamed && node.name !== undefined ? [node.name.text] : [];
}

/** Whether a type is what the statement above it parses to or lists, so that one docstring is both of theirs. */
function followsItsValue(node: ts.Statement, above: ts.Statement | undefined): boolean {
  if (!ts.isTypeAliasDeclaration(node) || above === undefined) return false;
  const type = node.type.getText();
  return namesOf(above).some((name) => new RegExp(`\\btypeof ${name}\\b`).test(type));
}

test('every exported function, type and constant says what it is', () => {
  const missing = files.flatMap((file) => {
    const parsed = ts.createSourceFile(file, readFileSync(join('src', file), 'utf8'), ts.ScriptTarget.Latest, true);
    const { statements } = parsed;
    return statements.flatMap((node, index) => {
      if (!isExported(node) || ts.getJSDocCommentsAndTags(node).length > 0 || followsItsValue(node, statements[index - 1])) return [];
      const { line } = parsed.getLineAndCharacterOfPosition(node.getStart());
      return namesOf(node).map((name) => `src/${file}:${line + 1} ${name}`);
    });
  });
  expect(missing).toEqual([]);
});
