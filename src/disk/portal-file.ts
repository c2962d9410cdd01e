import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Portal } from '../checklist/portal.ts';
import { readYaml } from '../checklist/yaml.ts';
import { portalFile } from '../layout.ts';

/** `portal.yaml` of a root, for what needs nothing else of it; null where it cannot be read: what is wrong with it is told by `check`. */
export function readPortalFile(root: string): Portal | null {
  const stats = lstatSync(join(root, portalFile), { throwIfNoEntry: false });
  if (!stats?.isFile()) return null;
  const outcome = readYaml(readFileSync(join(root, portalFile), 'utf8'), portalFile, Portal);
  return outcome.state === 'read' ? outcome.value : null;
}
