import { resultNameFault } from '../disk/root.ts';
import { foldedName } from '../folded-name.ts';
import { type Problem, problem } from '../problem.ts';

/** Why files cannot be written below a folder under the names that a published site gives them. */
export function nameFaults(names: readonly string[], folder: string): Problem[] {
  const odd = names.flatMap((name) => resultNameFault(name, `${folder}/${name}`) ?? []);
  const seen = new Map<string, string>();
  const twins: Problem[] = [];
  for (const name of [...names].sort((a, b) => a.length - b.length)) {
    const steps = name.split('/').map((_, at, parts) => parts.slice(0, at + 1).join('/'));
    // A file where another has a folder, or whose name or folder a disk takes for that of another.
    const taken = steps.find((step, at) => {
      const before = seen.get(foldedName(step));
      return before !== undefined && (at === steps.length - 1 || before !== `${step}/`);
    });
    if (taken !== undefined)
      twins.push(problem('NAME_COLLISION', { file: `${folder}/${name}` }, 'its name cannot be told from that of another file everywhere'));
    for (const [at, step] of steps.entries()) seen.set(foldedName(step), at === steps.length - 1 ? step : `${step}/`);
  }
  return [...odd, ...twins];
}
