/** Roots that people sign with keys that ssh-keygen made a moment ago. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeRoot, readiness } from '../cli/run.ts';

export const installed = spawnSync('ssh-keygen', ['-?']).error === undefined;

/** A folder with the keys of some people. */
export function makeKeys(): string {
  const secret = mkdtempSync(join(tmpdir(), 'keys-'));
  for (const name of installed ? ['jo', 'kim', 'stranger'] : [])
    spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(secret, name)]);
  return secret;
}

export function publicKeyIn(secret: string, name: string): string {
  return readFileSync(join(secret, `${name}.pub`), 'utf8')
    .split(' ')
    .slice(0, 2)
    .join(' ');
}

export const at = (minute: number) => ['--now', `2026-11-24T12:${String(minute).padStart(2, '0')}:00Z`];

/** Two layers with a sign-off line, gates, and two roles that must sign the release. */
export function signedRoot(secret: string, files: Readonly<Record<string, string | null>> = {}): string {
  return makeRoot({
    'content/checklist/1-tests.md': [
      '# Tests',
      '',
      '## All',
      '',
      '- [x] Tests pass [tests](/results/next/unit/junit.xml)',
      '- [x] Tests were read by two people',
      '- [x] Nothing is slow [slow](/results/next/unit/junit.xml#@duration "< 1 s")',
      '- [x] The plan is there [plan](/results/next/unit/plan.md)',
      '',
      '**Sign-off**: ____ Date: ____',
      '',
    ].join('\n'),
    'content/checklist/2-docs.md': '# Docs\n\n- [x] The manual was read\n\n**Sign-off**: ____ Date: ____\n',
    'content/checklist/gates.md': '# Gates\n\n- [x] All agreed\n',
    'content/checklist/sign-off.md': '# Final\n\n**Production Ready**: YES / NO\n\n- **Tech Lead**: ____\n- **QA Engineer**: ____\n',
    'content/portal.yaml': [
      'product: Teapot',
      'roles:',
      '  tech-lead: { title: Tech Lead, people: [jo@example.org] }',
      '  qa-engineer: { title: QA Engineer, layers: [docs] }',
      '',
    ].join('\n'),
    'content/trust/allowed_signers': `jo@example.org namespaces="readiness-sign-off" ${publicKeyIn(secret, 'jo')}\nkim@example.org ${publicKeyIn(secret, 'kim')}\n`,
    ...files,
  });
}

export function sign(root: string, minute: number, ...args: readonly string[]) {
  return readiness('sign-off', '--root', root, '--release', 'next', ...at(minute), ...args);
}
