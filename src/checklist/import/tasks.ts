import type { List, ListItem, Nodes } from 'mdast';
import { toString as plainText } from 'mdast-util-to-string';
import { shownMarkOf, type WrittenMark } from '../mark.ts';
import type { MarkdownFile } from '../markdown.ts';
import { namesStatus } from './counted-title.ts';

/** A list entry with a box. */
export interface Task {
  readonly mark: WrittenMark;
  readonly words: string;
  readonly line: number;
  readonly column: number;
  /** The tasks below it, also where an entry without a box stands between. */
  readonly tasks: readonly Task[];
}

/** The tasks of a block of a page: those that a checklist page will have as items. */
export function tasksOf(node: Nodes, source: MarkdownFile): Task[] {
  return node.type === 'list' ? node.children.flatMap((entry) => tasksOfEntry(entry, source)) : [];
}

/** Tasks and those below them. */
export function flattenTasks(tasks: readonly Task[]): Task[] {
  return tasks.flatMap((task) => [task, ...flattenTasks(task.tasks)]);
}

/** Whether a list explains the marks instead of using them. `announced`: it stands under a heading or line that says so. */
export function isLegend(list: List, source: MarkdownFile, announced: boolean): boolean {
  const tasks = tasksOf(list, source);
  const different = new Set(tasks.map(({ mark }) => mark.written)).size === tasks.length;
  const statuses = tasks.filter(({ words }) => namesStatus(words)).length;
  if (announced) return tasks.length > 0 && (statuses * 2 >= tasks.length || (different && tasks.length > 2));
  return tasks.length > 1 && different && statuses === tasks.length;
}

function tasksOfEntry(entry: ListItem, source: MarkdownFile): Task[] {
  const below = entry.children.flatMap((child) => tasksOf(child, source));
  const mark = shownMarkOf(entry, source);
  if (mark === null) return below;
  const [first] = entry.children;
  const words = first === undefined ? '' : plainText(first).slice(mark.length);
  return [{ mark, words, line: entry.position?.start.line ?? 1, column: entry.position?.start.column ?? 1, tasks: below }];
}
