#!/usr/bin/env node
import { enableCompileCache } from 'node:module';

// What fails where nobody waits for it, in a timer or a worker of what the command uses, is a fault like any other.
process.on('uncaughtException', endWithFault);
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error) => (isClosedPipe(error) ? process.exit() : endWithFault(error)));

// Compiled code is kept between runs, and what is imported before this line is not: a gate that runs at every push starts in half the time.
enableCompileCache();
try {
  const { run } = await import('./program.ts');
  const code = await run();
  // What was printed before has arrived by then. What is still running belongs to a command that failed, or waits for nothing.
  process.stdout.write('', (error) => (error && !isClosedPipe(error) ? endWithFault(error) : process.exit(code)));
} catch (cause) {
  endWithFault(cause);
}

/** A reader that has seen enough (`| head`) is no fault. */
function isClosedPipe(error: Error): boolean {
  return 'code' in error && error.code === 'EPIPE';
}

/** Ends the process where the tool, its installation or its environment fails. Needs nothing that could fail as well. */
function endWithFault(cause: unknown): never {
  const words = [cause, cause instanceof Error ? cause.cause : undefined].flatMap((each) =>
    each instanceof Error ? [each.message === '' ? each.name : each.message] : each === undefined ? [] : [String(each)],
  );
  // What a terminal would act on goes, and so do line ends: the fault is one line.
  const message = words
    .join(': ')
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim();
  process.stderr.write(`readiness-portal ENVIRONMENT ${message} - repair it and run the command again\n`);
  process.exit(4);
}
