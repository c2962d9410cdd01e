import type { FirstFile } from './first-files.ts';

/** The CI systems that `init --ci` writes jobs for. */
export const ciSystems = ['github', 'gitlab', 'sh'] as const;
export type CiSystem = (typeof ciSystems)[number];

/** What a recipe is about. */
interface Recipe {
  /** Where the root is, from the top of the product, with `/` at its end; empty for the top itself. */
  readonly below: string;
  /** The option that names it, with a space before it. */
  readonly at: string;
  /** The commands that collect, by their jobs. */
  readonly jobs: ReadonlyMap<string, readonly string[]>;
}

/**
 * Jobs that collect, and one that publishes and gates, for a person to put the product's own commands into. Paths are from the top of the product.
 *
 * @param root Where the root is, from there: empty for the top itself.
 * @param collects What `collect` is told, a line each.
 */
export function ciRecipes(system: CiSystem, root: string, collects: readonly string[]): readonly FirstFile[] {
  const at = root === '' ? '' : ` --root ${root}`;
  const jobs = Map.groupBy(collects, (each) => /--job ([\w-]+)/.exec(each)?.[1] ?? 'collect');
  const recipe = {
    below: root === '' ? '' : `${root}/`,
    at,
    jobs: new Map([...jobs].map(([job, lines]) => [job, lines.map((each) => `npx readiness-portal collect${at} ${each}`)])),
  };
  switch (system) {
    case 'github':
      return [
        { path: '.github/workflows/readiness.yml', text: githubWorkflow(recipe) },
        { path: '.github/workflows/readiness-preview.yml', text: githubPreview(recipe) },
      ];
    case 'gitlab':
      return [{ path: 'readiness.gitlab-ci.yml', text: gitlabJobs(recipe) }];
    case 'sh':
      return [{ path: 'readiness.sh', text: shellScript(recipe) }];
  }
}

const setUpNode = `      - uses: actions/setup-node@v5
        with:
          node-version: 24`;

const begin = `      - uses: actions/checkout@v5
${setUpNode}`;

/** The same without the right to push left behind for the commands of the product. */
const beginTesting = `      - uses: actions/checkout@v5
        with:
          persist-credentials: false
${setUpNode}`;

function githubWorkflow({ below, at, jobs }: Recipe): string {
  const collecting = [...jobs].map(
    ([job, commands]) => `  ${job}:
    if: github.event_name != 'schedule'
    runs-on: ubuntu-latest
    steps:
${beginTesting}
${commands.map((command) => `      - run: ${command}\n        continue-on-error: true`).join('\n')}
      - uses: actions/upload-artifact@v4
        with:
          name: readiness-${job}
          path: ${below}results/next
`,
  );
  const gather = `      - uses: actions/download-artifact@v5
        with:
          pattern: readiness-*
          path: ${below}results/next
          merge-multiple: true`;
  return `name: readiness
on:
  push:
    branches: [main]
  pull_request:
  schedule:
    # Evidence grows stale by itself: what was green yesterday is looked at again.
    - cron: '17 4 * * *'
permissions:
  contents: read
jobs:
  # Each kind of evidence, with the product's own commands in place of these. A failed one is evidence too.
${collecting.join('\n')}
  release:
    needs: [${[...jobs.keys()].join(', ')}]
    if: \${{ !cancelled() && github.event_name == 'push' }}
    runs-on: ubuntu-latest
    permissions:
      contents: write
    steps:
${begin}
${gather}
      - run: npx readiness-portal publish${at} --branch pages
      # The gate: fails until the release is ready.
      - run: npx readiness-portal check${at}

  daily:
    if: github.event_name == 'schedule'
    runs-on: ubuntu-latest
    permissions:
      contents: write
    steps:
${begin}
      - run: npx readiness-portal pull${at} --from '#pages' --next
      - run: npx readiness-portal publish${at} --branch pages

  # A pull request may come from anybody: it hands over data, and readiness-preview.yml makes the preview of it.
  change:
    needs: [${[...jobs.keys()].join(', ')}]
    if: \${{ !cancelled() && github.event_name == 'pull_request' }}
    runs-on: ubuntu-latest
    steps:
${beginTesting}
${gather}
      - uses: actions/upload-artifact@v4
        with:
          name: change
          path: |
            ${below}content/checklist
            ${below}results/next
      # What of it is open, in the summary of the job. Once releases are published, the gate of a change is that nothing is worse:
      # - run: npx readiness-portal pull${at} --from '#pages'
      # - run: npx readiness-portal check${at} --against
      - run: npx readiness-portal check${at} --unsigned
        continue-on-error: true
`;
}

function githubPreview({ at }: Recipe): string {
  return `name: readiness-preview
# Trusted: runs as it stands on the default branch, whatever a change says, and never checks the change out.
# What comes of the change is data, and which change it is says the event.
on:
  workflow_run:
    workflows: [readiness]
    types: [completed]
  pull_request_target:
    types: [closed]
permissions: {}
jobs:
  publish:
    if: >-
      github.event_name == 'workflow_run' && github.event.workflow_run.event == 'pull_request'
      && github.event.workflow_run.conclusion != 'cancelled'
    runs-on: ubuntu-latest
    permissions:
      actions: read
      contents: write
      pull-requests: write
    steps:
      - id: change
        env:
          GH_TOKEN: \${{ github.token }}
          REPOSITORY: \${{ github.repository }}
          OWNER: \${{ github.event.workflow_run.head_repository.owner.login }}
          BRANCH: \${{ github.event.workflow_run.head_branch }}
          COMMIT: \${{ github.event.workflow_run.head_sha }}
        run: |
          number=$(gh api --method GET "repos/$REPOSITORY/pulls" -f state=open -f head="$OWNER:$BRANCH" \\
            --jq '.[] | select(.head.sha == env.COMMIT) | .number' | head -n 1)
          echo "number=$number" >> "$GITHUB_OUTPUT"
${begin.replaceAll('      - uses: actions/', "      - if: steps.change.outputs.number != ''\n        uses: actions/")}
      - if: steps.change.outputs.number != ''
        uses: actions/download-artifact@v5
        with:
          name: change
          path: \${{ runner.temp }}/change
          run-id: \${{ github.event.workflow_run.id }}
          github-token: \${{ github.token }}
      - if: steps.change.outputs.number != ''
        env:
          NUMBER: \${{ steps.change.outputs.number }}
        run: >-
          npx readiness-portal publish${at} --branch pages --preview "$NUMBER"
          --data "$RUNNER_TEMP/change" --comment "$RUNNER_TEMP/comment.md"
      - if: steps.change.outputs.number != ''
        env:
          GH_TOKEN: \${{ github.token }}
          REPOSITORY: \${{ github.repository }}
          NUMBER: \${{ steps.change.outputs.number }}
        run: |
          comment=$(gh api --paginate "repos/$REPOSITORY/issues/$NUMBER/comments" \\
            --jq '.[] | select(.user.type == "Bot" and (.body | startswith("<!-- readiness-portal: preview -->"))) | .id' | head -n 1)
          if [ -n "$comment" ]; then
            gh api --silent --method PATCH "repos/$REPOSITORY/issues/comments/$comment" -F body=@"$RUNNER_TEMP/comment.md"
          else
            gh api --silent --method POST "repos/$REPOSITORY/issues/$NUMBER/comments" -F body=@"$RUNNER_TEMP/comment.md"
          fi

  remove:
    if: github.event_name == 'pull_request_target'
    runs-on: ubuntu-latest
    permissions:
      contents: write
    steps:
${begin}
      - env:
          NUMBER: \${{ github.event.pull_request.number }}
        run: npx readiness-portal publish${at} --branch pages --remove-preview "$NUMBER"
`;
}

function gitlabJobs({ below, at, jobs }: Recipe): string {
  const collecting = [...jobs].map(
    ([job, commands]) => `readiness-${job}:
  image: node:24
  rules:
    - if: $CI_PIPELINE_SOURCE != "schedule"
  script:
${commands.map((command) => `    - ${command} || true`).join('\n')}
  artifacts:
    when: always
    paths: [${below}results/next]
`,
  );
  const needs = [...jobs.keys()].map((job) => `    - { job: readiness-${job}, optional: true }`).join('\n');
  return `# Include it in .gitlab-ci.yml: include: readiness.gitlab-ci.yml
# Each kind of evidence, with the product's own commands in place of these. A failed one is evidence too.
${collecting.join('\n')}
# The site, and its archive: GitLab Pages serves public/, and the releases come back from there. A schedule of each day makes it
# again from what is published, since evidence grows stale by itself.
pages:
  image: node:24
  rules:
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
  needs:
${needs}
  # Two at once would not see each other's releases.
  resource_group: pages
  # With the site of before, releases that have not changed keep their pages, those of their evidence too, and cost no time.
  cache:
    key: readiness-pages
    paths: [public]
  script:
    # The first time nothing is published yet; a site that cannot be asked is never taken for that.
    - |
      if [ "$(curl -s -o /dev/null -w '%{http_code}' "$CI_PAGES_URL/api/v1/releases.json")" != 404 ]; then
        if [ "$CI_PIPELINE_SOURCE" = schedule ]; then
          npx readiness-portal pull${at} --from "$CI_PAGES_URL/" --next
        else
          npx readiness-portal pull${at} --from "$CI_PAGES_URL/"
        fi
      fi
    # To freeze a release on the way: npx readiness-portal snapshot${at} 1.0.0
    - npx readiness-portal build${at} --site "$CI_PAGES_URL/" --out public
  artifacts:
    paths: [public]

# The gate: fails until the release is ready.
readiness:
  image: node:24
  rules:
    - if: $CI_PIPELINE_SOURCE != "schedule"
  needs:
${needs}
  script:
    - npx readiness-portal check${at} --junit readiness.xml --code-quality gl-code-quality-report.json
  artifacts:
    when: always
    reports:
      junit: readiness.xml
      codequality: gl-code-quality-report.json
`;
}

function shellScript({ at, jobs }: Recipe): string {
  return `#!/bin/sh
# Collects, publishes and gates, on any machine with Node 22, git and the right to push to origin.
# Daily, since evidence grows stale by itself: readiness.sh daily
set -u
if [ "\${1-}" = daily ]; then
  npx readiness-portal pull${at} --from '#pages' --next || exit
else
  # Each kind of evidence, with the product's own commands in place of these. A failed one is evidence too.
${[...jobs.values()]
  .flat()
  // Here the results of another commit are there still.
  .map((command) => `  ${command.replace(' --job ', ' --next --job ')}`)
  .join('\n')}
fi
npx readiness-portal publish${at} --branch pages || exit
# The gate: fails until the release is ready.
exec npx readiness-portal check${at}
`;
}
