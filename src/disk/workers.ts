import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

/** Fewer tasks than these are done before a worker has started. */
const worthWorkers = 24;

/** More would have more in memory at once than they save time. */
const mostWorkers = 4;

/** What is done in workers. */
export interface WorkerJob<Task, Result> {
  /** The module that answers tasks by `answerTasks`: its `import.meta.url`, as `workerModule` makes it. */
  readonly module: URL;
  readonly tasks: readonly Task[];
  /** What the module does with a task: done in this process where there is little to do. */
  readonly answer: (task: Task) => Promise<Result>;
  /** Called after each task with the number of those that are done. */
  readonly onDone?: (done: number) => void;
}

/** The module of a worker beside another module, in the repository and in the package. */
export function workerModule(beside: string, name: string): URL {
  return new URL(`${name}${beside.endsWith('.ts') ? '.ts' : '.js'}`, beside);
}

/** What a worker is given: all tasks, and which is the next that nobody has taken. */
interface Share<Task> {
  readonly tasks: readonly Task[];
  readonly next: Int32Array;
}

/** How much a worker may fill with what it needs no more before it cleans up, in megabytes. */
const youngMegabytes = 16;

/**
 * Does tasks in worker threads, each as soon as one is free, whatever this thread does meanwhile; a few of them in this thread. Tasks and results
 * are copied between threads.
 *
 * @returns The results in the order of the tasks.
 */
export async function doInWorkers<Task, Result>({ module, tasks, answer, onDone }: WorkerJob<Task, Result>): Promise<Result[]> {
  const size = Math.min(availableParallelism(), mostWorkers);
  // Where the program is one file, as a bundler makes it, there is no module beside it.
  if (tasks.length < worthWorkers || size < 2 || !isMainThread || !existsSync(fileURLToPath(module))) {
    const results: Result[] = [];
    for (const task of tasks) {
      results.push(await answer(task));
      onDone?.(results.length);
    }
    return results;
  }
  const results = new Map<number, Result>();
  const share: Share<Task> = { tasks, next: new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)) };
  const workers = Array.from(
    { length: size },
    () => new Worker(module, { workerData: share, resourceLimits: { maxYoungGenerationSizeMb: youngMegabytes } }),
  );
  const work = (worker: Worker) =>
    new Promise<void>((resolve, reject) => {
      worker.on('message', ([index, result]: readonly [number, Result]) => {
        results.set(index, result);
        onDone?.(results.size);
      });
      worker.once('error', reject);
      worker.once('exit', () => resolve());
    });
  try {
    await Promise.all(workers.map(work));
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  if (results.size < tasks.length) throw new Error('a worker ended before its work was done');
  return [...results].sort(([a], [b]) => a - b).map(([, result]) => result);
}

/** Does what a worker can take of the tasks that it shares with others. What fails in one ends the worker, and the command with it. */
export async function answerTasks<Task, Result>(answer: (task: Task) => Promise<Result>): Promise<void> {
  // One that was imported and not started has no port, and nothing to answer.
  if (parentPort === null) return;
  const { tasks, next }: Share<Task> = workerData;
  for (let index = Atomics.add(next, 0, 1); index < tasks.length; index = Atomics.add(next, 0, 1)) {
    const task = tasks[index];
    if (task !== undefined) parentPort.postMessage([index, await answer(task)]);
  }
}
