import { describe, expect, test } from 'vitest';
import { contentView } from '../../src/views/content-view.ts';
import type { FindingsView } from '../../src/views/findings-view.ts';
import { currentLinks } from '../../src/views/links.ts';
import { assessRoot, run } from '../assessment/root-of.ts';

const issue = (rule: string, severity: string, line: number, more: Record<string, unknown> = {}) => ({
  severity,
  rule_id: rule,
  details: `What ${rule} is about`,
  file: '/src/app/main.go',
  line: String(line),
  cwe: { id: '338', url: '' },
  ...more,
});

const gosec = (issues: readonly unknown[]) =>
  JSON.stringify({ 'Golang errors': {}, Issues: issues, Stats: { files: 1, found: issues.length }, GosecVersion: 'dev' });

const sarif = (results: readonly [rule: string, line: number][]) =>
  JSON.stringify({
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'gosec', rules: [...new Set(results.map(([id]) => id))].map((id) => ({ id })) } },
        results: results.map(([ruleId, startLine]) => ({
          ruleId,
          level: 'error',
          message: { text: `What ${ruleId} is about` },
          locations: [{ physicalLocation: { artifactLocation: { uri: 'main.go' }, region: { startLine } } }],
        })),
      },
    ],
  });

/** The view of `scan/<name>` among other files of its job. */
async function viewOf(
  results: Readonly<Record<string, string>>,
  name: string,
  portal: unknown = { product: 'Demo' },
): Promise<FindingsView> {
  const { input } = await assessRoot({ items: '- [ ] Something', results, portal });
  const file = input.evidence.byPath.get(`scan/${name}`);
  const view = file === undefined ? null : contentView(file, input, [], 'plain', currentLinks, null, []);
  if (view?.kind !== 'findings') throw new Error(`${name} holds no findings`);
  return view;
}

describe('the findings of a scan', () => {
  test('stand by rule, the gravest and then the most frequent first, each place with what differs from its rule', async () => {
    const view = await viewOf(
      {
        'scan/gosec.json': gosec([
          issue('G104', 'LOW', 9),
          issue('G104', 'LOW', 10),
          issue('G404', 'HIGH', 3),
          issue('G101', 'HIGH', 100, { details: 'another word' }),
          issue('G101', 'HIGH', 20),
          issue('G101', 'MEDIUM', 1),
        ]),
      },
      'gosec.json',
    );
    expect(view.rules.map(({ rule, severity, counted }) => [rule, severity, counted])).toEqual([
      ['G101', 'high', '3 findings'],
      ['G404', 'high', '1 finding'],
      ['G104', 'low', '2 findings'],
    ]);
    expect(view.rules[0]?.title).toBe('What G101 is about');
    expect(view.rules[0]?.weaknesses).toEqual([{ id: 'CWE-338', href: 'https://cwe.mitre.org/data/definitions/338.html' }]);
    expect(view.rules[0]?.places.map(({ place, title, severityText }) => [place, title, severityText])).toEqual([
      ['/src/app/main.go:20', null, null],
      ['/src/app/main.go:100', 'another word', null],
      ['/src/app/main.go:1', null, 'medium'],
    ]);
  });

  test('are filtered by each severity that occurs, and suppressed ones stand apart', async () => {
    const view = await viewOf(
      { 'scan/gosec.json': gosec([issue('G1', 'HIGH', 1), issue('G2', 'LOW', 2), issue('G3', 'LOW', 3, { nosec: true })]) },
      'gosec.json',
    );
    expect(view.filters.map(({ id, count }) => [id, count])).toEqual([
      ['severity-all', '2'],
      ['severity-high', '1'],
      ['severity-low', '1'],
    ]);
    expect(view.rules.map(({ rule }) => rule)).toEqual(['G1', 'G2']);
    expect(view.suppressed.map(({ rule }) => rule)).toEqual(['G3']);
  });

  test('lead to the code where that is certain, and nowhere else', async () => {
    const results = {
      'scan/run.json': run('scan', { modules: { '/src': 'backend' } }),
      'scan/gosec.json': gosec([issue('G1', 'HIGH', 7), issue('G1', 'HIGH', 8, { file: '/usr/lib/other.go' })]),
    };
    const view = await viewOf(results, 'gosec.json', { product: 'Demo', repository: 'https://github.com/example/demo' });
    expect(view.rules[0]?.places.map(({ href }) => href)).toEqual([
      expect.stringMatching(/^https:\/\/github\.com\/example\/demo\/blob\/[\da-f]{40}\/backend\/app\/main\.go#L7$/),
      null,
    ]);
  });

  test.each<[string, readonly [string, number][], readonly string[]]>([
    [
      'the same in another format',
      [
        ['G1', 1],
        ['G2', 2],
      ],
      ['holds the same scan in another format: it is no second scan.'],
    ],
    [
      'the same, counted otherwise',
      [
        ['G1', 1],
        ['G2', 2],
        ['G2', 3],
      ],
      ['holds the same scan in another format, counted otherwise: 3 findings there, 2 here.'],
    ],
    ['another one', [['G1', 1]], []],
  ])('of one tool in two formats of a job are said to be one scan where they are: %s', async (_, other, words) => {
    const results = { 'scan/gosec.json': gosec([issue('G1', 'HIGH', 1), issue('G2', 'HIGH', 2)]), 'scan/gosec.sarif': sarif(other) };
    expect((await viewOf(results, 'gosec.json')).sameScan.map((same) => same.words)).toEqual(words);
  });

  test('are as many on a page as it can carry, the gravest first, and the page says how many more there are', async () => {
    const many = Array.from({ length: 900 }, (_, index) => issue(`G${100 + (index % 9)}`, index % 9 === 0 ? 'HIGH' : 'LOW', index + 1));
    const view = await viewOf({ 'scan/gosec.json': gosec(many) }, 'gosec.json');
    expect(view.rules[0]?.severity).toBe('high');
    expect(view.rules.flatMap(({ places, others }) => [...places, ...others])).toHaveLength(300);
    expect(view.more).toBe('600 more are in the file.');
  });

  test('of a scan of what runs stand with the requests that show them, in JSON as in XML, the first few of many', async () => {
    const requests = (count: number) =>
      Array.from({ length: count }, (_, index) => ({
        uri: `https://shop.example/?q=${index}&a`,
        method: 'GET',
        param: 'q',
        evidence: '<b>"x"</b>',
      }));
    const alert = (instances: readonly object[]) => ({ pluginid: '40012', name: 'XSS', riskcode: '3', confidence: '2', instances });
    const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    const json = (instances: readonly object[]) =>
      JSON.stringify({ '@version': '2.17.0', '@generated': '', site: [{ '@name': 'https://shop.example', alerts: [alert(instances)] }] });
    const listed = requests(2).map((each) =>
      Object.entries(each)
        .map(([name, text]) => `<${name}>${escaped(text)}</${name}>`)
        .join(''),
    );
    const xml = `<?xml version="1.0"?><OWASPZAPReport version="2.17.0"><site name="https://shop.example"><alerts><alertitem><pluginid>40012</pluginid><name>XSS</name><riskcode>3</riskcode><confidence>2</confidence><instances>${listed.map((each) => `<instance>${each}</instance>`).join('')}</instances></alertitem></alerts></site></OWASPZAPReport>`;
    const results = { 'scan/few.json': json(requests(2)), 'scan/few.xml': xml, 'scan/many.json': json(requests(1500)) };
    const seenIn = async (name: string) => (await viewOf(results, name)).rules[0]?.places[0]?.seen;
    const few = await seenIn('few.json');
    expect(few).toMatchObject({ title: '2 addresses', isOpen: true });
    expect(few?.requests[1]).toEqual({ address: 'https://shop.example/?q=1&a', method: 'GET', parameter: 'q', evidence: '<b>"x"</b>' });
    expect(await seenIn('few.xml')).toEqual(few);
    const many = await seenIn('many.json');
    expect(many).toMatchObject({ title: '1,500 addresses, the first 20 of them', isOpen: false });
    expect(many?.requests).toHaveLength(20);
    const odd = json([{ uri: 7 }]);
    expect((await viewOf({ 'scan/odd.json': odd }, 'odd.json')).rules).toHaveLength(1);
  });
});
