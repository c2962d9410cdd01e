import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { archiveNext } from '../disk/next-archive.ts';
import { moveInto } from '../disk/replace-folder.ts';
import { readTrustTexts } from '../disk/trust-files.ts';
import { writeTexts } from '../disk/write-texts.ts';
import type { InputFile } from '../file.ts';
import { nextAddress, nextRecords, recordsName } from '../publish/records-document.ts';
import { badgeFiles } from '../publish/site-files.ts';
import { formatManifest, manifestName, snapshotName } from '../release/manifest.ts';
import { revokedKeysAddress } from '../remote/published-site.ts';
import { searchRecords } from '../views/search-records.ts';
import type { SiteBuild } from './astro-config.ts';
import type { PreparedSite } from './prepared-site.ts';
import { writeSearchIndex } from './search-index.ts';

/**
 * Lays the bytes of every result file, and of every file that a release's manifest or records list, under a name that no browser runs; each
 * release's snapshot and manifest under their own names too, what is in preparation with all that it is made from, and the list of revoked keys. What was withdrawn or is not what was frozen is not
 * published.
 */
export function publishObjects(root: string, { root: prepared, publication, rows, reused, kept, shard }: PreparedSite): AstroIntegration {
  return {
    name: 'readiness:objects',
    hooks: {
      'astro:build:done': async ({ dir }) => {
        const site = fileURLToPath(dir);
        await mkdir(join(site, 'objects'), { recursive: true });
        const published = new Set<string>();
        const publish = async (digest: string, input: InputFile) => {
          if (published.has(digest)) return;
          published.add(digest);
          await writeFile(join(site, 'objects', `${digest}.txt`), input.chunks());
        };
        const own = new Set(rows.map(({ version }) => version));
        for (const release of publication.chain.filter(({ version }) => own.has(version) && !kept.has(version))) {
          const sound = new Set(release.files.filter(({ state }) => state === 'intact' || state === 'later').map(({ file }) => file));
          const folder = join(site, 'releases', release.version);
          const isNamed = release.integrity !== 'broken' && !reused.has(release.version);
          if (isNamed) await mkdir(folder, { recursive: true });
          for (const entry of release.found.entries) {
            if (entry.kind !== 'file') continue;
            if (sound.has(entry.file)) await publish(entry.digest, entry.input);
            if (isNamed && isPublishedByName(entry.file)) await writeFile(join(folder, entry.file), entry.input.chunks());
          }
        }
        if (shard !== null) return;
        mkdirSync(dirname(join(site, revokedKeysAddress)), { recursive: true });
        // Also where none is revoked, so that no server has to answer for a file that is not there.
        // Where it cannot be read any more it stays away, and no signature counts there.
        const { revokedKeys } = readTrustTexts(root);
        if (revokedKeys.state === 'read') writeFileSync(join(site, revokedKeysAddress), revokedKeys.value ?? '');
        const next = await archiveNext(root, prepared);
        for (const { digest, input } of [...next.files, ...next.signOffs, ...prepared.sources.results]) await publish(digest, input);
        mkdirSync(join(site, nextAddress), { recursive: true });
        writeFileSync(join(site, nextAddress, manifestName), formatManifest(next.files));
        writeFileSync(join(site, nextAddress, recordsName), JSON.stringify(nextRecords(next)));
      },
    },
  };
}

/** Where the files of releases are written that are made anew, until the site is there. */
export function filesOfMade(folder: string): string {
  return join(folder, 'release-files');
}

function isPublishedByName(file: string): boolean {
  return file === snapshotName || file === manifestName;
}

/**
 * Puts what others read of each release that is made anew in place, and the badges of the latest. These files are many and small, and no pages: Astro
 * would take longer to ask for them.
 */
export function publishReleases({ folder, prepared: { latest, shard } }: SiteBuild): AstroIntegration {
  return {
    name: 'readiness:releases',
    hooks: {
      'astro:build:done': ({ dir }) => {
        const site = fileURLToPath(dir);
        const made = filesOfMade(folder);
        if (existsSync(made)) moveInto(made, site);
        if (latest !== null && shard === null) writeTexts(badgeFiles(latest, 'latest'), site);
      },
    },
  };
}

/**
 * Has the pages of releases made one release after another, after all others: those of one are made from what is read once. A part of a site has
 * no others.
 */
export function orderByRelease({ shard }: PreparedSite): AstroIntegration {
  return {
    name: 'readiness:order',
    hooks: {
      'astro:build:start': ({ setPrerenderer }) =>
        setPrerenderer((common) => ({
          ...common,
          getStaticPaths: async () => {
            const byRelease = Map.groupBy(await common.getStaticPaths(), ({ pathname, route }) =>
              route.component.startsWith(releaseRoutes) ? (/releases\/([^/]+)/.exec(pathname)?.[1] ?? '') : '',
            );
            const others = shard === null ? (byRelease.get('') ?? []) : [];
            byRelease.delete('');
            return [...others, ...[...byRelease.values()].flat()];
          },
        })),
    },
  };
}

/** Where the pages of a release are laid out. */
const releaseRoutes = 'src/pages/releases/[version]/';

/** Makes the search index of what was built. */
export function searchIndex({ root, rows }: PreparedSite): AstroIntegration {
  const { assessment, evidence, portal } = root;
  const context = { evidence, portal, now: new Date(assessment.assessedAt) };
  return {
    name: 'readiness:search',
    hooks: { 'astro:build:done': ({ dir }) => writeSearchIndex(fileURLToPath(dir), searchRecords(assessment, context, rows)) },
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
