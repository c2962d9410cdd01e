import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AstroInlineConfig } from 'astro';
import { z } from 'zod';
import { listFiles } from '../disk/root.ts';
import { guideFolder } from '../layout.ts';
import { type Problem, problem } from '../problem.ts';

type VitePlugin = NonNullable<NonNullable<AstroInlineConfig['vite']>['plugins']>[number];

/** A page of the guide, as it is written. */
interface GuidePage {
  /** From the root. */
  readonly file: string;
  readonly absolute: string;
  readonly text: string;
}

/** Follows the pages of a guide through a compilation, so that what fails in it can be told by their names. */
export interface FollowedGuide {
  readonly plugin: VitePlugin;
  /** What is wrong with pages of the guide where a compilation or what it made failed; empty where that is no fault of theirs. */
  faultsOf(cause: unknown): Problem[];
}

/** What compilers say of a fault. */
const Fault = z.object({
  message: z.string(),
  stack: z.string().optional(),
  id: z.string().optional(),
  code: z.string().optional(),
  loc: z.object({ line: z.number(), column: z.number() }).optional(),
});
type Fault = z.infer<typeof Fault>;
const Failure = Fault.extend({ errors: z.array(Fault).optional() });

/** Begins to follow the pages of the guide of a root; the plugin goes into the compilation that they are part of. */
export function followGuide(root: string): FollowedGuide {
  const chunks = new Map<string, readonly string[]>();
  /** The modules of the chunks that a stack trace leads through. */
  const modulesIn = (stack: string) => [...chunks].filter(([name]) => stack.includes(`/${name}:`)).flatMap(([, modules]) => modules);
  return {
    plugin: {
      name: 'readiness:guide',
      generateBundle: (_, bundle) => {
        for (const chunk of Object.values(bundle)) {
          if (chunk.type === 'chunk')
            chunks.set(
              chunk.fileName,
              chunk.moduleIds.map((id) => id.replace(/\?.*$/, '')),
            );
        }
      },
    },
    faultsOf: (cause) => {
      const failure = Failure.safeParse(cause).data;
      if (failure === undefined) return [];
      return (failure.errors ?? [failure]).flatMap((fault) => {
        const rendered = modulesIn(fault.stack ?? '');
        const page = guidePages(root).find(
          ({ absolute }) => fault.id === absolute || fault.message.includes(`"${absolute}"`) || rendered.includes(absolute),
        );
        return page === undefined ? [] : [guideProblem(page, fault)];
      });
    },
  };
}

function guideProblem({ file, text }: GuidePage, { message, code, loc }: Fault): Problem {
  const imported = /resolve (?:import )?['"]([^'"\n]+)['"]/.exec(message)?.[1];
  if (imported !== undefined) return problem('GUIDE', { file, ...placeOf(text, imported) }, `it imports ${imported}, which is not there`);
  const component = /^Expected (?:component|object) `([^`]+)` to be defined/.exec(message)?.[1];
  if (component !== undefined) return problem('GUIDE', { file, ...placeOf(text, `<${component}`) }, `there is no component ${component}`);
  if (code === 'PLUGIN_ERROR' && loc !== undefined)
    return problem('GUIDE', { file, line: loc.line, column: loc.column }, message.replace(/^\d+:\d+: /, ''));
  return problem('GUIDE', { file }, `it fails when it is shown: ${message}`);
}

/** Where a text stands first in another. */
function placeOf(text: string, part: string): { readonly line?: number; readonly column?: number } {
  const before = text.split(part, 1)[0] ?? '';
  if (before === text) return {};
  const lines = before.split('\n');
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}

function guidePages(root: string): GuidePage[] {
  return listFiles(root, guideFolder)
    .value.filter(({ path }) => path.endsWith('.mdx'))
    .map(({ path }) => {
      const absolute = join(root, guideFolder, path);
      return { file: `${guideFolder}/${path}`, absolute, text: readFileSync(absolute, 'utf8') };
    });
}
