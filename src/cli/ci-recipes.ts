import type { FirstFile } from './first-files.ts';

/** The CI systems that `init --ci` writes jobs for. */
export const ciSystems = ['github', 'gitlab', 'sh'] as const;
export type CiSystem = (typeof ciSystems)[number];

/**
 * A job that collects, gates and builds, for a person to put the product's own commands into. The path is from the top of the product.
 *
 * @param root Where the root is, from there: empty for the top itself.
 * @param collects What `collect` is told, a line each.
 */
export function ciRecipe(system: CiSystem, root: string, collects: readonly string[]): FirstFile {
  const at = root === '' ? '' : ` --root ${root}`;
  const commands = collects.map((each) => `npx readiness-portal collect${at} ${each}`);
  switch (system) {
    case 'github':
      return {
        path: '.github/workflows/readiness.yml',
        text: `name: readiness
on:
  push:
    branches: [main]
  pull_request:
permissions:
  contents: read
jobs:
  readiness:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 22
      # Each command that proves something, in place of these. A failed one is evidence too.
${commands.map((command) => `      - run: ${command}\n        continue-on-error: true`).join('\n')}
      - run: npx readiness-portal build${at} --out readiness-site
      - uses: actions/upload-artifact@v4
        with:
          name: readiness-site
          path: readiness-site
      # The gate: fails until the release is ready.
      - run: npx readiness-portal check${at}
`,
      };
    case 'gitlab':
      return {
        path: 'readiness.gitlab-ci.yml',
        text: `# Include it in .gitlab-ci.yml: include: readiness.gitlab-ci.yml
readiness:
  image: node:22
  script:
    # Each command that proves something, in place of these. A failed one is evidence too.
${commands.map((command) => `    - ${command} || true`).join('\n')}
    - npx readiness-portal build${at} --out public
    # The gate: fails until the release is ready.
    - npx readiness-portal check${at} --junit readiness.xml --code-quality gl-code-quality-report.json
  artifacts:
    when: always
    paths: [public]
    reports:
      junit: readiness.xml
      codequality: gl-code-quality-report.json
`,
      };
    case 'sh':
      return {
        path: 'readiness.sh',
        text: `#!/bin/sh
# Collects, builds and gates, on any machine with Node 22.
set -u
# Each command that proves something, in place of these. A failed one is evidence too.
${commands.join('\n')}
npx readiness-portal build${at} --out readiness-site
# The gate: fails until the release is ready.
exec npx readiness-portal check${at}
`,
      };
  }
}
