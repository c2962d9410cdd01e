import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { writeFiles } from './cli/run.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'kettle-')));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Real tools from their own registry, where the machine has Python and reaches it. */
function installs(): boolean {
  const made = spawnSync('python3', ['-m', 'venv', join(folder, '.venv')]);
  if (made.status !== 0) return false;
  return spawnSync(join(folder, '.venv/bin/pip'), ['install', '--quiet', 'pytest', 'ruff', 'coverage']).status === 0;
}

const env = { ...process.env, PATH: `${join(folder, '.venv/bin')}:${process.env['PATH'] ?? ''}`, NO_COLOR: '1' };
const run = (...args: readonly string[]) =>
  spawnSync(process.execPath, [resolve('src/cli/main.ts'), ...args], { cwd: folder, encoding: 'utf8', env });

describe.skipIf(!installs())('a product in Python', () => {
  test('comes from its folder to a site in six commands, with real tools and without an edit by hand', { timeout: 120_000 }, () => {
    writeFiles(folder, {
      'pyproject.toml': '[project]\nname = "kettle"\nversion = "0.3.0"\n',
      'kettle.py': 'def boils(degrees):\n    return degrees >= 100\n',
      'test_kettle.py': 'from kettle import boils\n\n\ndef test_boils():\n    assert boils(100)\n    assert not boils(20)\n',
      '.gitignore': '.venv/\n__pycache__/\n.coverage\n',
    });
    const git = (...args: readonly string[]) =>
      execFileSync('git', ['-c', 'user.name=Jo', '-c', 'user.email=jo@example.org', ...args], { cwd: folder, stdio: 'ignore' });
    git('init');
    git('add', '--all');
    git('commit', '--message', 'first');

    expect(run('init', '--ci', 'sh').status).toBe(0);
    expect(readFileSync(join(folder, 'readiness.sh'), 'utf8')).toContain('-- pytest --junitxml=junit.xml');
    const unit = run('collect', '--job', 'unit', 'junit.xml', '--', 'pytest', '--junitxml=junit.xml');
    expect(unit.stdout).toMatch(
      /^junit\.xml: tests \(junit\b.*\n {2}- \[ \] … \[unit\]\(\/results\/next\/unit\/junit\.xml\) measures 1 test passed$/m,
    );
    expect(run('collect', '--job', 'coverage', 'coverage.json', '--', 'sh', '-c', 'coverage run -m pytest && coverage json').status).toBe(
      0,
    );
    expect(run('collect', '--job', 'lint', '--exit-only', '--', 'ruff', 'check', '.').status).toBe(0);
    const checked = run('check');
    expect(checked.status).toBe(1);
    expect(checked.stdout).toMatch(/^kettle 0\.3\.0 at [\da-f]{7} is not ready: .* 3 verified; /);
    const built = run('build', '--out', 'site');
    expect(built.status).toBe(0);
    expect(readFileSync(join(folder, 'site/index.html'), 'utf8')).toMatch(/3 verified/);
    expect(readFileSync(join(folder, 'site/index.html'), 'utf8')).not.toMatch(/\bAIM\b/);
  });

  test('is told what to type where the console text of a tool is collected', () => {
    const outcome = run('collect', '--job', 'text', '--stdout', 'pytest.txt', '--', 'pytest');
    expect(outcome.stderr).toContain(
      'FORMAT_UNKNOWN this is what pytest prints for people - let it write a result file: pytest --junitxml=junit.xml',
    );
    const lint = run('collect', '--job', 'text', '--stdout', 'ruff.txt', '--', 'ruff', 'check', '.');
    expect(lint.stderr).toContain('let it write a result file: ruff check --output-format sarif --output-file ruff.sarif');
  });
});
