import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { rolldown } from 'rolldown';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** The program in one file, absolute. */
    program: string;
  }
}

/** Finds its own files where it stands, by a `require` that no bundle can follow. */
const unbundled = /^(?:@secretlint\/|jsonc-parser|astro|@astrojs\/|vite$|pagefind|typescript)/;

/**
 * Makes one file of the program, beside a package.json as it expects it: the hundreds of commands that tests start take half as long to start.
 *
 * @returns What removes it.
 */
export default async function bundleProgram({ provide }: TestProject): Promise<() => void> {
  const folder = mkdtempSync(resolve('node_modules/.readiness-'));
  const bundle = await rolldown({ input: 'src/cli/main.ts', platform: 'node', external: unbundled, logLevel: 'silent' });
  await bundle.write({ dir: join(folder, 'bundle/cli'), format: 'esm' });
  await bundle.close();
  cpSync('package.json', join(folder, 'package.json'));
  provide('program', join(folder, 'bundle/cli/main.js'));
  return () => rmSync(folder, { recursive: true, force: true });
}
