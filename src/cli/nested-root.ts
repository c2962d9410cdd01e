import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { portalFile } from '../layout.ts';

/** Where a root is whose product has folders content/ or results/ of its own. */
export const nestedRoot = 'readiness';

/** The root that a command means where none is named: the current folder, or the one that `init` made below it. */
export function ownRoot(folder: string): string {
  const nested = join(folder, nestedRoot);
  return !existsSync(join(folder, portalFile)) && existsSync(join(nested, portalFile)) ? nested : folder;
}
