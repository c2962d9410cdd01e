import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { listResults } from '../root.ts';

/** Lays the bytes of every result file under a name that no browser runs. */
export function publishObjects(root: string): AstroIntegration {
  return {
    name: 'readiness:objects',
    hooks: {
      'astro:build:done': async ({ dir }) => {
        const folder = join(fileURLToPath(dir), 'objects');
        await mkdir(folder, { recursive: true });
        for (const { digest, input } of await listResults(root, 'results/next', []))
          await writeFile(join(folder, `${digest}.txt`), input.chunks());
      },
    },
  };
}

/** Makes the search index over the pages that were built. */
export function searchIndex(): AstroIntegration {
  return {
    name: 'readiness:search',
    hooks: {
      'astro:build:done': async ({ dir }) => {
        const { createIndex, close } = await import('pagefind');
        const site = fileURLToPath(dir);
        const { index, errors } = await createIndex({ forceLanguage: 'en' });
        if (!index) throw new Error(errors.join('; '));
        const added = await index.addDirectory({ path: site });
        const written = await index.writeFiles({ outputPath: join(site, 'pagefind') });
        await close();
        const problems = [...added.errors, ...written.errors];
        if (problems.length > 0) throw new Error(problems.join('; '));
      },
    },
  };
}

/** In development, loads the site anew when a file of the root changes. */
export function watchRoot(root: string): AstroIntegration {
  return {
    name: 'readiness:watch',
    hooks: {
      'astro:server:setup': ({ server }) => {
        const folders = [join(root, 'content'), join(root, 'results')];
        server.watcher.add(folders);
        server.watcher.on('all', (_event, path) => {
          if (!folders.some((folder) => path.startsWith(folder))) return;
          for (const environment of Object.values(server.environments)) environment.moduleGraph.invalidateAll();
          server.ws.send({ type: 'full-reload' });
        });
      },
    },
  };
}
