import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { isSiteCode } from '../src/build/site-code.ts';

// Node strips no types under node_modules, so the package carries what Node runs as JavaScript, in build/.
// The types themselves are checked by `npm run types`.

const compilerOptions: ts.CompilerOptions = {
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.ESNext,
  verbatimModuleSyntax: true,
  rewriteRelativeImportExtensions: true,
};

rmSync('build', { recursive: true, force: true });
for (const file of readdirSync('src', { recursive: true, encoding: 'utf8' })) {
  if (!file.endsWith('.ts') || isSiteCode(file)) continue;
  const fileName = join('src', file);
  const { outputText, diagnostics = [] } = ts.transpileModule(readFileSync(fileName, 'utf8'), {
    compilerOptions,
    fileName,
    reportDiagnostics: true,
  });
  const [fault] = diagnostics;
  if (fault !== undefined) throw new Error(`${fileName}: ${ts.flattenDiagnosticMessageText(fault.messageText, ' ')}`);
  const target = join('build', file.replace(/\.ts$/, '.js'));
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, outputText);
}
