import type { CiRun } from '../../src/ci/ci-run.ts';

/** A run of which the CI system says nothing but its own name. */
export const silentRun: Omit<CiRun, 'system'> = {
  commit: null,
  head: null,
  ref: null,
  committed: null,
  started: null,
  url: null,
  attempt: null,
  shard: null,
  environment: null,
  eventFile: null,
};
