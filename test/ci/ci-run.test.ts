import { expect, test } from 'vitest';
import { readCiRun } from '../../src/ci/ci-run.ts';
import { silentRun } from './silent-run.ts';

const commit = 'b2e7a760cdee8614c47c3983f16e6b516897d74a';
const head = '1c830fe4be85a8b4b6c0e56a3ab35b41e0d7d2a1';

test.each([
  [
    'GitHub Actions',
    {
      GITHUB_ACTIONS: 'true',
      GITHUB_SHA: commit,
      GITHUB_REF_NAME: '7/merge',
      GITHUB_HEAD_REF: 'feature/x',
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_REPOSITORY: 'owner/name',
      GITHUB_RUN_ID: '12',
      GITHUB_RUN_ATTEMPT: '3',
      GITHUB_EVENT_NAME: 'pull_request',
      GITHUB_EVENT_PATH: '/event.json',
    },
    {
      commit,
      ref: 'feature/x',
      url: 'https://github.com/owner/name/actions/runs/12/attempts/3',
      attempt: 3,
      eventFile: '/event.json',
    },
  ],
  [
    'GitLab CI',
    {
      GITLAB_CI: 'true',
      CI_COMMIT_SHA: commit,
      CI_MERGE_REQUEST_SOURCE_BRANCH_SHA: head,
      CI_COMMIT_REF_NAME: 'main',
      CI_COMMIT_TIMESTAMP: '2026-11-27T12:00:00+01:00',
      CI_JOB_STARTED_AT: '2026-11-27T11:05:00Z',
      CI_JOB_URL: 'https://gitlab.com/a/b/-/jobs/9',
      CI_NODE_INDEX: '2',
      CI_NODE_TOTAL: '4',
      CI_ENVIRONMENT_NAME: 'staging',
    },
    {
      commit,
      head,
      ref: 'main',
      committed: '2026-11-27T12:00:00+01:00',
      started: '2026-11-27T11:05:00Z',
      url: 'https://gitlab.com/a/b/-/jobs/9',
      shard: { index: 2, total: 4 },
      environment: 'staging',
    },
  ],
  [
    'GitHub Actions',
    { GITHUB_ACTIONS: 'true', GITHUB_SHA: commit, GITHUB_EVENT_NAME: 'pull_request_target', GITHUB_EVENT_PATH: '/event.json' },
    { commit },
  ],
  ['GitLab CI', { GITLAB_CI: 'true', CI_NODE_TOTAL: '1' }, {}],
  [
    'Azure Pipelines',
    {
      TF_BUILD: 'True',
      BUILD_SOURCEVERSION: commit.toUpperCase(),
      BUILD_SOURCEBRANCH: 'refs/heads/main',
      SYSTEM_TEAMFOUNDATIONCOLLECTIONURI: 'https://dev.azure.com/org/',
      SYSTEM_TEAMPROJECT: 'project',
      BUILD_BUILDID: '5',
      SYSTEM_JOBATTEMPT: '1',
      SYSTEM_JOBPOSITIONINPHASE: '1',
      SYSTEM_TOTALJOBSINPHASE: '2',
    },
    { commit, ref: 'main', url: 'https://dev.azure.com/org/project/_build/results?buildId=5', attempt: 1, shard: { index: 1, total: 2 } },
  ],
  [
    'Jenkins',
    { JENKINS_URL: 'https://ci/', GIT_COMMIT: commit, GIT_BRANCH: 'origin/main', BUILD_URL: 'https://ci/job/x/5/' },
    { commit, ref: 'main', url: 'https://ci/job/x/5/' },
  ],
  [
    'CircleCI',
    {
      CIRCLECI: 'true',
      CIRCLE_SHA1: commit,
      CIRCLE_BRANCH: 'main',
      CIRCLE_BUILD_URL: 'https://circleci.com/gh/a/b/7',
      CIRCLE_NODE_INDEX: '0',
      CIRCLE_NODE_TOTAL: '3',
    },
    { commit, ref: 'main', url: 'https://circleci.com/gh/a/b/7', shard: { index: 1, total: 3 } },
  ],
  [
    'Buildkite',
    {
      BUILDKITE: 'true',
      BUILDKITE_COMMIT: 'HEAD',
      BUILDKITE_BRANCH: 'main',
      BUILDKITE_BUILD_URL: 'https://buildkite.com/a/b/builds/1',
      BUILDKITE_JOB_ID: 'j',
      BUILDKITE_RETRY_COUNT: '1',
    },
    { ref: 'main', url: 'https://buildkite.com/a/b/builds/1#j', attempt: 2 },
  ],
  [
    'Bitbucket Pipelines',
    {
      BITBUCKET_BUILD_NUMBER: '4',
      BITBUCKET_COMMIT: commit,
      BITBUCKET_TAG: 'v1',
      BITBUCKET_REPO_FULL_NAME: 'a/b',
      BITBUCKET_PARALLEL_STEP: '0',
      BITBUCKET_PARALLEL_STEP_COUNT: '2',
    },
    { commit, ref: 'v1', url: 'https://bitbucket.org/a/b/pipelines/results/4' },
  ],
])('%s says %o', (system, variables, facts) => {
  expect(readCiRun(variables)).toEqual({ system, ...silentRun, ...facts });
});

test('outside of CI nothing is said, nor where a variable is there and empty', () => {
  expect(readCiRun({})).toBeNull();
  expect(readCiRun({ CI: 'true', GITHUB_ACTIONS: 'false', GITLAB_CI: '' })).toBeNull();
});

test.each([
  ['a short commit', { GITHUB_SHA: 'b2e7a76' }],
  ['an address that is none', { GITHUB_SERVER_URL: 'javascript:alert(1)', GITHUB_REPOSITORY: 'a/b', GITHUB_RUN_ID: '1' }],
  ['an attempt that is no number', { GITHUB_RUN_ATTEMPT: 'two' }],
])('%s is not taken', (_, variables) => {
  expect(readCiRun({ GITHUB_ACTIONS: 'true', ...variables })).toEqual({ system: 'GitHub Actions', ...silentRun });
});
