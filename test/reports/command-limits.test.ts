import { describe, expect, test } from 'vitest';
import { callsTestRunner, commandLimits, liesWithin } from '../../src/reports/command-limits.ts';
import { findingLimits } from '../../src/reports/finding-limits.ts';
import { commandsIn } from '../../src/reports/shell-words.ts';

const kindsOf = (...lines: string[]) => commandLimits(lines).map(({ kind, option }) => `${kind} ${option}`);

test.each<[string, string[][]]>([
  ['go test ./...', [['go', 'test', './...']]],
  [
    'cd a && pytest -k \'x y\'; echo "b\\"c"',
    [
      ['cd', 'a'],
      ['pytest', '-k', 'x y'],
      ['echo', 'b"c'],
      ['x', 'y'],
    ],
  ],
  [
    'go test -json ./... 2>&1 | tee out.json',
    [
      ['go', 'test', '-json', './...'],
      ['tee', 'out.json'],
    ],
  ],
  ['cargo test &> a.txt', [['cargo', 'test']]],
  ['cargo test >"a b.txt" 2>/dev/null', [['cargo', 'test']]],
  [
    "bash -lc 'pytest --lf'",
    [
      ['bash', '-lc', 'pytest --lf'],
      ['pytest', '--lf'],
    ],
  ],
  ["audit.py: the product's own --list", [['audit.py:', 'the', "product's", 'own', '--list']]],
  ['a\\ b \\\nc', [['a b', 'c']]],
  ['  ', []],
])('%s', (line, words) => {
  expect(commandsIn(line)).toEqual(words);
});

describe('a whole run has no limits', () => {
  test.each([
    'go test -json -count=1 ./...',
    'go test -run . ./...',
    "go test -run '' ./...",
    'gotestsum --junitfile j.xml -- -race ./...',
    'python -m pytest --junitxml=j.xml tests',
    'python3.12 -m pytest -q',
    'coverage run -m pytest tests',
    'uv run pytest -n 4 --maxfail=0',
    'npx playwright test --project=chromium --reporter=json',
    'npx jest --ci --json --outputFile=j.json',
    'npx vitest run --reporter=junit --bail=0',
    'npx mocha --reporter json',
    'mvn -B verify -DskipTests=false',
    'mvn -DskipTests package && mvn verify',
    './gradlew test -x lint',
    'dotnet test --logger trx --no-build',
    'cargo test --workspace -p api --features a,b -- --nocapture --test-threads=1 > out.txt',
    'cargo nextest run --profile ci',
    'cargo llvm-cov --lcov --output-path lcov.info',
    'phpunit --log-junit j.xml --testsuite unit',
    'npx cypress run --browser chrome',
    'node --test --test-reporter=junit',
    'k6 run -e SCENARIO=normal load.js',
    'make test',
    'ctest --output-junit j.xml -j4',
    'semgrep --config auto --json',
    'psql -v ON_ERROR_STOP=1 -f migrations/<each>.sql',
  ])('%s', (line) => expect(kindsOf(line)).toEqual([]));
});

test.each<[string, string[]]>([
  // Only what failed or changed
  ['pytest --lf', ['rerun --lf']],
  ['pytest --last-failed --junitxml=j.xml', ['rerun --last-failed']],
  ['npx playwright test --last-failed', ['rerun --last-failed']],
  ['playwright test --only-changed=main', ['rerun --only-changed']],
  ['npx jest -o', ['rerun -o']],
  ['jest --changedSince=main', ['rerun --changedSince']],
  ['vitest run --changed', ['rerun --changed']],
  ['rspec --only-failures', ['rerun --only-failures']],
  ['robot --rerunfailed output.xml tests', ['rerun --rerunfailed']],
  ['ctest --rerun-failed', ['rerun --rerun-failed']],
  ['mix test --failed', ['rerun --failed']],
  ['sbt testQuick', ['rerun testQuick']],
  ['vitest related a.ts', ['rerun related']],
  ['npx turbo run test --affected', ['rerun --affected']],
  ['npx nx affected -t test', ['rerun affected']],
  ['npx lerna run test --since main', ['rerun --since']],
  ['go test -json ./... -ginkgo.dry-run', ['dry-run -ginkgo.dry-run']],
  ['npm run e2e -- --last-failed', ['rerun --last-failed']],
  ["docker run app sh -c 'cd /srv && pytest --lf'", ['rerun --lf']],
  // Nothing at all
  ['robot --dryrun --xunit x.xml suite.robot', ['dry-run --dryrun']],
  ['pytest --collect-only', ['dry-run --collect-only']],
  ['pytest --co -q', ['dry-run --co']],
  ['npx playwright test --list', ['dry-run --list']],
  ['cucumber-js --dry-run', ['dry-run --dry-run']],
  ['behave -d', ['dry-run -d']],
  ['go test -list . ./...', ['dry-run -list']],
  ['cargo test --no-run', ['dry-run --no-run']],
  ['cargo test -- --list', ['dry-run --list']],
  ['mvn verify -DskipTests', ['dry-run -DskipTests']],
  ['mvn verify -Dmaven.test.skip=true', ['dry-run -Dmaven.test.skip']],
  ['dotnet test --list-tests', ['dry-run --list-tests']],
  ['./unit_tests --gtest_list_tests', ['dry-run --gtest_list_tests']],
  ['python migrate.py --dry-run', ['dry-run --dry-run']],
  // Some tests by their names or marks
  ["go test -run '^TestA$' ./...", ['filter -run']],
  ['go test -run=TestA ./...', ['filter -run']],
  ['gotestsum -- -run TestA ./...', ['filter -run']],
  ['./pkg.test -test.run TestA', ['filter -test.run']],
  ['go test -skip TestSlow ./...', ['filter -skip']],
  ['pytest -k "webhook and not slow"', ['filter -k']],
  ['pytest -qk webhook', ['filter -k']],
  ['pytest -kwebhook', ['filter -k']],
  ['python -m pytest -m smoke', ['filter -m']],
  ['pytest tests/test_a.py::TestA::test_b', ['filter a name']],
  ['pytest --deselect tests/test_a.py', ['filter --deselect']],
  ['npx playwright test -g checkout', ['filter -g']],
  ['npx playwright test --grep=@smoke', ['filter --grep']],
  ['npx playwright test --grep-invert @slow', ['filter --grep-invert']],
  ['npx playwright test e2e/login.spec.ts:12', ['filter a name']],
  ['mocha -g login', ['filter -g']],
  ['mocha --fgrep login', ['filter --fgrep']],
  ["jest -t 'adds'", ['filter -t']],
  ['vitest run --testNamePattern adds', ['filter --testNamePattern']],
  ['npm test -- -t adds', ['filter -t']],
  ['node --test --test-name-pattern=adds', ['filter --test-name-pattern']],
  ['mvn test -Dtest=WebhookTest', ['filter -Dtest=']],
  ['go test -json ./... -ginkgo.focus=Login', ['filter -ginkgo.focus']],
  ['go test -json ./... -testify.m TestLogin', ['filter -testify.m']],
  ['pytest --ignore=tests/slow', ['filter --ignore']],
  ['pytest --shard-id=0 --num-shards=4', ['filter --shard-id']],
  ['jest --selectProjects unit', ['filter --selectProjects']],
  ['mvn test -Dsurefire.excludes=**/SlowTest.java', ['filter -Dsurefire.excludes=']],
  ['rspec --exclude-pattern "**/slow_spec.rb"', ['filter --exclude-pattern']],
  ["./gradlew test --tests 'com.example.*'", ['filter --tests']],
  ['dotnet test --filter FullyQualifiedName~Webhook', ['filter --filter']],
  ['vstest.console.exe a.dll /TestCaseFilter:Priority=1', ['filter /TestCaseFilter:']],
  ["./unit_tests --gtest_filter='Webhook*'", ['filter --gtest_filter']],
  ['GTEST_FILTER=Webhook* ./unit_tests', ['filter GTEST_FILTER=']],
  ['cargo test webhook', ['filter a name']],
  ['cargo test -p api webhook -- --nocapture', ['filter a name']],
  ['cargo test -- --ignored', ['filter --ignored']],
  ['cargo nextest run -E "test(webhook)"', ['filter -E']],
  ['npx cypress run --spec cypress/e2e/a.cy.ts', ['filter --spec']],
  ['phpunit --filter Webhook', ['filter --filter']],
  ['rspec -e webhook', ['filter -e']],
  ['rspec spec/a_spec.rb:12', ['filter a name']],
  ['ctest -R webhook', ['filter -R']],
  ['bats -f webhook test', ['filter -f']],
  ['robot -t Login suite.robot', ['filter -t']],
  ['newman run c.json --folder Users', ['filter --folder']],
  ['xcodebuild test -only-testing:AppTests/WebhookTests', ['filter -only-testing:']],
  ['swift test --filter Webhook', ['filter --filter']],
  ['flutter test --plain-name adds', ['filter --plain-name']],
  // One of several shards
  ['npx playwright test --shard=1/3', ['shard --shard']],
  ['jest --shard 2/3', ['shard --shard']],
  ['cargo nextest run --partition hash:1/3', ['shard --partition']],
  // To the first failure
  ['pytest -x', ['stop -x']],
  ['pytest --maxfail=1', ['stop --maxfail']],
  ['go test -failfast ./...', ['stop -failfast']],
  ['jest --bail', ['stop --bail']],
])('%s', (line, limits) => {
  expect(kindsOf(line)).toEqual(limits);
});

test('a dry run beside a real one takes nothing away, a rerun does', () => {
  expect(kindsOf('pytest --collect-only', 'pytest --junitxml=j.xml')).toEqual([]);
  expect(kindsOf('pytest --collect-only', 'helm lint')).toEqual(['dry-run --collect-only']);
  expect(kindsOf('pytest || pytest --lf')).toEqual(['rerun --lf']);
});

test.each<[string, boolean]>([
  ['go test ./...', true],
  ["bash -c 'npx jest'", true],
  ['npm run deploy', false],
  ['cp j.xml out', false],
  ['go vet ./...', false],
])('%s runs tests: %s', (line, runs) => expect(callsTestRunner(line)).toBe(runs));

test.each<[string, string, boolean]>([
  ['go test -run TestWebhook ./...', 'TestWebhook*', true],
  ['go test -run TestWebhook ./...', 'TestWebhookCreate/valid', true],
  ['go test -run TestWebhook ./...', 'internal/api/TestWebhook*', true],
  ['go test -run TestWebhook ./...', '*TestWebhook*', true],
  ['go test -run Webhook ./...', 'TestWebhook*', true],
  // A package or a subtest of another test may be called so.
  ['go test -run Webhook ./...', '*Webhook*', false],
  ['go test -run TestWebhook ./...', '*Webhook*', false],
  ['go test -run TestWebhook ./...', 'TestAuth*', false],
  ['go test -run TestWebhook ./...', '', false],
  ['go test -run TestWebhook ./...', '*', false],
  ['go test -run TestWebhook ./...', '@duration', false],
  ["go test -run '^TestWebhook' ./...", 'TestWebhook*', true],
  ["go test -run '^TestWebhook$' ./...", 'TestWebhook*', false],
  ["go test -run '^TestWebhook$' ./...", 'TestWebhook', true],
  ["go test -run '^(TestA|TestB)$' ./...", 'TestB', true],
  ["go test -run '^(TestA|TestB)$' ./...", 'TestC', false],
  ['go test -run TestWebhook/valid ./...', 'TestWebhook*', false],
  ["go test -run 'Test[AB]' ./...", 'TestA', false],
  ['go test -skip TestSlow ./...', 'TestWebhook*', false],
  ['pytest -k webhook', '*Webhook*', true],
  ['pytest -k "webhook or auth"', '*auth*', true],
  ['pytest -k "webhook and not slow"', '*webhook*', false],
  ['pytest -k webhook', 'tests/*', false],
  ['pytest -m smoke', '*smoke*', false],
  ['pytest tests/test_a.py::test_b', 'tests.test_a/test_b', true],
  ['pytest tests/test_a.py::test_b', 'tests.test_a/*', false],
  ['npx playwright test -g checkout', '*checkout*', true],
  ['npx playwright test -g checkout', '*check*', false],
  ['npx playwright test --grep-invert checkout', '*checkout*', false],
  ['jest -t adds', 'sum/adds*', true],
  ['mvn test -Dtest=WebhookTest', 'com.example.WebhookTest/*', true],
  ['mvn test -Dtest=WebhookTest', '*WebhookTest*', false],
  ['sbt "Test / testOnly a.FooTest"', 'a.FooTest/*', true],
  ['./mill app.test.testOnly a.FooTest', 'a.FooTest/*', true],
  ['mvn test -Dtest=*Webhook*', '*WebhookTest*', true],
  ['cargo test webhook', '*webhook*', true],
  ["./t --gtest_filter='*Webhook*'", '*WebhookSuite*', true],
  ["./t --gtest_filter='A*-AB*'", 'A/*', false],
])('%s lets run all that %s selects: %s', (line, selector, within) => {
  const [limit] = commandLimits([line]);
  expect(limit && liesWithin(selector, limit)).toBe(within);
});

test.each<[string, [string, string[] | null][]]>([
  ['trivy image --severity CRITICAL app', [['--severity', ['critical']]]],
  ['trivy image --severity=HIGH,CRITICAL app', [['--severity', ['high', 'critical']]]],
  ['trivy image --severity UNKNOWN,LOW,MEDIUM,HIGH,CRITICAL app', [['--severity', ['unknown', 'low', 'medium', 'high', 'critical']]]],
  ['trivy image --ignore-unfixed app', [['--ignore-unfixed', null]]],
  ['npm audit --offline --json', [['--offline', null]]],
  ['trivy image --exit-code 1 app', []],
  ['gosec -severity high ./...', [['-severity', ['critical', 'high']]]],
  ['gosec -exclude=G104 ./...', [['-exclude', null]]],
  ['gosec -fmt json -out gosec.json ./...', []],
  ['bandit -r . -f json -ll', [['-ll', null]]],
  ['bandit -r . --severity-level all', []],
  ['semgrep --severity ERROR --json', [['--severity', ['high']]]],
  ['grype app --only-fixed', [['--only-fixed', null]]],
  ['eslint --quiet -f json .', [['--quiet', null]]],
  ['npm audit --json --audit-level=high', []],
  ['pnpm audit --json --audit-level moderate', [['--audit-level', ['critical', 'high', 'medium']]]],
  ['sh -c "trivy fs --severity LOW ."', [['--severity', ['low']]]],
])('%s leaves findings out', (line, limits) => {
  expect(findingLimits(line).map(({ option, reports }) => [option, reports])).toEqual(limits);
});
