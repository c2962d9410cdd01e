import { isCommit } from '../commit.ts';

/** What a CI system says of the run that a command stands in. What it does not say is null. */
export interface CiRun {
  /** As people call it: `GitHub Actions`. */
  readonly system: string;
  /** The commit that was checked out, whole; of a pull request the merge of it, where the system makes one. */
  readonly commit: string | null;
  /** Of a pull request: the commit that its author pushed, where that is not the one checked out. */
  readonly head: string | null;
  /** Branch or tag, by its short name. */
  readonly ref: string | null;
  /** When the commit was made, ISO 8601 with its zone. */
  readonly committed: string | null;
  /** When the job began, ISO 8601 with its zone. */
  readonly started: string | null;
  /** The page of the run. */
  readonly url: string | null;
  /** 1 for the first. */
  readonly attempt: number | null;
  /** Which of several equal jobs this is, counted from 1. */
  readonly shard: { readonly index: number; readonly total: number } | null;
  /** The environment that the job deploys to. */
  readonly environment: string | null;
  /** Where the system keeps the event that began the run of a pull request, as JSON, and says the head there alone. */
  readonly eventFile: string | null;
}

/** The variables of a process. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** One system: how it is told, and where each fact stands. A fact that a system has no variable for is left out. */
interface CiSystem {
  readonly name: string;
  /** The variable that only this system sets. */
  readonly sign: string;
  readonly facts: (variables: Variables) => { readonly [Fact in keyof Omit<CiRun, 'system'>]?: string | undefined };
  /** The variables that count equal jobs, and from which number the first counts. */
  readonly shards?: { readonly index: string; readonly total: string; readonly first: 0 | 1 };
  /** The variable that counts attempts, and from which number. */
  readonly attempts?: { readonly count: string; readonly first: 0 | 1 };
}

/**
 * Each system by its own documentation of variables. Left out on purpose: Bitbucket's `BITBUCKET_PARALLEL_STEP`, which counts different steps
 * of a group, and GitLab's retries, which no variable counts.
 */
const systems: readonly CiSystem[] = [
  {
    name: 'GitHub Actions',
    sign: 'GITHUB_ACTIONS',
    facts: (at) => ({
      commit: at['GITHUB_SHA'],
      ref: at['GITHUB_HEAD_REF'] || at['GITHUB_REF_NAME'],
      url: joined(
        at['GITHUB_SERVER_URL'],
        at['GITHUB_REPOSITORY'],
        'actions/runs',
        at['GITHUB_RUN_ID'],
        'attempts',
        at['GITHUB_RUN_ATTEMPT'] ?? '1',
      ),
      // Of other events' pull requests nothing is checked out: theirs is the commit of the branch that is merged into.
      eventFile: at['GITHUB_EVENT_NAME'] === 'pull_request' ? at['GITHUB_EVENT_PATH'] : undefined,
    }),
    attempts: { count: 'GITHUB_RUN_ATTEMPT', first: 1 },
  },
  {
    name: 'GitLab CI',
    sign: 'GITLAB_CI',
    facts: (at) => ({
      commit: at['CI_COMMIT_SHA'],
      head: at['CI_MERGE_REQUEST_SOURCE_BRANCH_SHA'],
      ref: at['CI_MERGE_REQUEST_SOURCE_BRANCH_NAME'] || at['CI_COMMIT_REF_NAME'],
      committed: at['CI_COMMIT_TIMESTAMP'],
      started: at['CI_JOB_STARTED_AT'],
      url: at['CI_JOB_URL'],
      environment: at['CI_ENVIRONMENT_NAME'],
    }),
    shards: { index: 'CI_NODE_INDEX', total: 'CI_NODE_TOTAL', first: 1 },
  },
  {
    name: 'Azure Pipelines',
    sign: 'TF_BUILD',
    facts: (at) => ({
      commit: at['BUILD_SOURCEVERSION'],
      head: at['SYSTEM_PULLREQUEST_SOURCECOMMITID'],
      ref: (at['SYSTEM_PULLREQUEST_SOURCEBRANCH'] || at['BUILD_SOURCEBRANCH'])?.replace(/^refs\/(?:heads|tags)\//, ''),
      url: joined(
        at['SYSTEM_TEAMFOUNDATIONCOLLECTIONURI'],
        at['SYSTEM_TEAMPROJECT'],
        `_build/results?buildId=${at['BUILD_BUILDID'] ?? ''}`,
      ),
      environment: at['ENVIRONMENT_NAME'],
    }),
    shards: { index: 'SYSTEM_JOBPOSITIONINPHASE', total: 'SYSTEM_TOTALJOBSINPHASE', first: 1 },
    attempts: { count: 'SYSTEM_JOBATTEMPT', first: 1 },
  },
  {
    name: 'Jenkins',
    sign: 'JENKINS_URL',
    facts: (at) => ({
      commit: at['GIT_COMMIT'],
      ref: at['CHANGE_BRANCH'] || at['TAG_NAME'] || at['BRANCH_NAME'] || at['GIT_BRANCH']?.replace(/^origin\//, ''),
      url: at['BUILD_URL'],
    }),
  },
  {
    name: 'CircleCI',
    sign: 'CIRCLECI',
    facts: (at) => ({ commit: at['CIRCLE_SHA1'], ref: at['CIRCLE_TAG'] || at['CIRCLE_BRANCH'], url: at['CIRCLE_BUILD_URL'] }),
    shards: { index: 'CIRCLE_NODE_INDEX', total: 'CIRCLE_NODE_TOTAL', first: 0 },
  },
  {
    name: 'Buildkite',
    sign: 'BUILDKITE',
    facts: (at) => ({
      commit: at['BUILDKITE_COMMIT'],
      ref: at['BUILDKITE_TAG'] || at['BUILDKITE_BRANCH'],
      url: at['BUILDKITE_BUILD_URL'] && `${at['BUILDKITE_BUILD_URL']}${at['BUILDKITE_JOB_ID'] ? `#${at['BUILDKITE_JOB_ID']}` : ''}`,
    }),
    shards: { index: 'BUILDKITE_PARALLEL_JOB', total: 'BUILDKITE_PARALLEL_JOB_COUNT', first: 0 },
    attempts: { count: 'BUILDKITE_RETRY_COUNT', first: 0 },
  },
  {
    name: 'Bitbucket Pipelines',
    sign: 'BITBUCKET_BUILD_NUMBER',
    facts: (at) => ({
      commit: at['BITBUCKET_COMMIT'],
      ref: at['BITBUCKET_TAG'] || at['BITBUCKET_BRANCH'],
      url: joined('https://bitbucket.org', at['BITBUCKET_REPO_FULL_NAME'], 'pipelines/results', at['BITBUCKET_BUILD_NUMBER']),
      environment: at['BITBUCKET_DEPLOYMENT_ENVIRONMENT'],
    }),
  },
];

/** What the variables of a process say of the CI run that it stands in; null outside of the systems that are known. */
export function readCiRun(variables: Variables): CiRun | null {
  const system = systems.find(({ sign }) => (variables[sign] ?? '') !== '' && variables[sign] !== 'false');
  if (system === undefined) return null;
  const { facts, name, shards, attempts } = system;
  const said = facts(variables);
  const commit = wholeCommit(said.commit);
  const head = wholeCommit(said.head);
  return {
    system: name,
    commit,
    head: head === commit ? null : head,
    ref: said.ref || null,
    committed: instant(said.committed),
    started: instant(said.started),
    url: address(said.url),
    attempt: attempts === undefined ? null : counted(variables[attempts.count], attempts.first),
    shard: shards === undefined ? null : shardOf(counted(variables[shards.index], shards.first), counted(variables[shards.total], 1)),
    environment: said.environment || null,
    eventFile: said.eventFile || null,
  };
}

/** A job that is one of one is no shard. */
function shardOf(index: number | null, total: number | null): CiRun['shard'] {
  return index === null || total === null || total < 2 || index > total ? null : { index, total };
}

/** A whole number counted from 1, whatever the system counts from. */
function counted(text: string | undefined, first: 0 | 1): number | null {
  return /^\d{1,6}$/.test(text ?? '') && Number(text) >= first ? Number(text) + 1 - first : null;
}

/** Buildkite says `HEAD` where nobody named a commit. */
function wholeCommit(text: string | undefined): string | null {
  return text !== undefined && isCommit(text) ? text.toLowerCase() : null;
}

function instant(text: string | undefined): string | null {
  return text !== undefined && /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/.test(text) ? text : null;
}

function address(text: string | undefined): string | null {
  return text !== undefined && URL.canParse(text) && /^https?:/.test(text) ? text : null;
}

/** Parts of an address with one slash between them; undefined where one of them is not said. */
function joined(...parts: readonly (string | undefined)[]): string | undefined {
  return parts.some((part) => part === undefined || part === '') ? undefined : parts.map((part) => part?.replace(/^\/|\/$/g, '')).join('/');
}
