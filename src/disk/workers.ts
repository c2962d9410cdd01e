import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';

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

/**
 * Does tasks in worker threads, each as soon as one is free; a few of them in this thread. Tasks and results are copied between threads.
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
  const waiting = tasks.entries();
  const work = (worker: Worker) =>
    new Promise<void>((resolve, reject) => {
      let at = -1;
      const next = () => {
        const { value, done } = waiting.next();
        if (done) return resolve();
        at = value[0];
        worker.postMessage(value[1]);
      };
      worker.on('message', (result: Result) => {
        results.set(at, result);
        onDone?.(results.size);
        next();
      });
      worker.once('error', reject);
      worker.once('exit', () => reject(new Error('a worker ended before its work was done')));
      next();
    });
  const workers = Array.from({ length: size }, () => new Worker(module));
  try {
    await Promise.all(workers.map(work));
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  return [...results].sort(([a], [b]) => a - b).map(([, result]) => result);
}

/** Answers the tasks that come to this worker. What fails in one ends the worker, and the command with it. */
export function answerTasks<Task, Result>(answer: (task: Task) => Promise<Result>): void {
  // One that was imported and not started has no port, and nothing to answer.
  parentPort?.on('message', async (task: Task) => parentPort?.postMessage(await answer(task)));
}
