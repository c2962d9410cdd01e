import type { ProductFacts } from './product-facts.ts';

/** A file of a new root: its path from there, and its text. */
export interface FirstFile {
  readonly path: string;
  readonly text: string;
}

/** A role that a sign-off page asks: its id, and what the page calls it. */
export interface FirstRole {
  readonly id: string;
  readonly title: string;
}

/** Where a new root is published, and where it stands in the product's repository; null for what is not known. */
export interface FirstPlaces {
  readonly site: string | null;
  readonly directory: string | null;
}

/** The roles of the checklist to begin with. */
const firstRoles: readonly FirstRole[] = [
  { id: 'release-manager', title: 'Release Manager' },
  { id: 'tech-lead', title: 'Tech Lead' },
];

/** What a new root has besides its checklist. `roles` are those that its sign-off page asks, where it is not the one to begin with. */
export function firstSettings(
  facts: ProductFacts & { readonly product: string; readonly version: string },
  places: FirstPlaces,
  roles: readonly FirstRole[],
): FirstFile[] {
  return [
    { path: 'content/portal.yaml', text: portalText(facts, places, roles.length === 0 ? firstRoles : roles) },
    { path: 'results/next/run.json', text: `${JSON.stringify({ product: facts.product, version: facts.version }, null, 2)}\n` },
    { path: 'results/.gitattributes', text: '# Result files are data: their bytes are what digests and signatures are over.\n* -text\n' },
    {
      path: 'results/.gitignore',
      text: '# What CI collects is handed on as its artifacts. A published release is kept.\nnext/*\n!next/run.json\n!next/sign-offs/\n.lock-*\n.*.partial-*\n',
    },
  ];
}

/** A checklist to begin with, which cites what the jobs of the recipes collect. */
export const firstPages: readonly FirstFile[] = [
  {
    path: 'content/checklist/1-quality.md',
    text: `# Quality

What CI measures. Each item is proved by the result files that it links to; its own words are the threshold.

## Tests

- [ ] All unit tests pass [unit](/results/next/unit/**)
- [ ] Line coverage >= 80% [coverage](/results/next/coverage/**)

## Code

- [ ] Lint clean [lint](/results/next/lint/run.json "exit 0")
- [ ] Type check passes [types](/results/next/types/run.json "exit 0")

## Security

- [ ] No critical or high vulnerabilities [scan](/results/next/scan/**)
`,
  },
  {
    path: 'content/checklist/2-operations.md',
    text: `# Operations

What people look after. An item that cites nothing is a claim, until a signature vouches for it.

## Running it

- [ ] Each alert has an owner and a runbook
- [ ] A backup was restored from
- [ ] The way back to the release before was tried

**Sign-off**: ____ Date: ____
`,
  },
  {
    path: 'content/checklist/sign-off.md',
    text: `# Sign-off

- **Release Manager**: ____
- **Tech Lead**: ____
`,
  },
];

function portalText({ product, repository }: ProductFacts, { site, directory }: FirstPlaces, roles: readonly FirstRole[]): string {
  const directoryLine = directory === null ? '# directory: .' : `directory: ${yaml(directory)}`;
  const repositoryLine = repository === null ? '# repository: https://forge.example/team/product' : `repository: ${yaml(repository)}`;
  const siteLine = site === null ? '# site: https://portal.example.org/' : `site: ${yaml(site)}`;
  return `# What the portal is about, and its rules. Keys that are commented out are as they are without them.
product: ${yaml(product ?? 'Product')}
# One sentence on what the product is.
# description: …
# Where its source is: links of the checklist to its files lead there.
${repositoryLine}
# Where this portal stands in it, so that lines of the checklist are links.
${directoryLine}
# What the repository is on, where the name of its host does not say it: github, gitlab, bitbucket or gitea.
# forge: gitea
# The address under which the portal is published, with its path.
${siteLine}

# How long after a job's end its results count; without it they never grow stale.
freshness:
  default: 90 days
  # Other limits, by job:
  # jobs:
  #   load: 30 days

# Layers that are shown and do not keep the release from being ready:
# layers:
#   operations: { blocking: false }

# Who signs: each role that a sign-off page asks.
roles:
  # Who holds one, as content/trust/allowed_signers names them, and which layers it may sign; any without these:
  # people: [jo@example.org]
  # layers: [operations]
${roles.map(({ id, title }) => `  ${id}:\n    title: ${yaml(title)}\n`).join('')}
# What must be signed. Both are required without this.
# signOffs:
#   layers: optional
#   release: optional
#   onePersonMayHoldSeveralRoles: true

# What looks like a secret and may be published all the same, by its digest, which the refusal names:
# secrets:
#   - sha256: 0000000000000000000000000000000000000000000000000000000000000000
#     because: …
`;
}

/** A text as a scalar of YAML, which is a superset of JSON. */
function yaml(text: string): string {
  return /^[A-Za-z][\w ./:-]*$/.test(text) && !/[: ]$|: | #/.test(text) && !/^(?:true|false|null|yes|no|on|off)$/i.test(text)
    ? text
    : JSON.stringify(text);
}
