import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Archive } from '../../src/remote/archive.ts';
import { openBucket, pointerKey } from '../../src/remote/bucket-archive.ts';
import { type MemoryBucket, type Mishap, memoryBucket } from './memory-bucket.ts';
import { folderOf, publish, siteOf, wanted } from './small-site.ts';

let bucket: MemoryBucket;
beforeEach(async () => {
  bucket = await memoryBucket();
});
afterEach(() => bucket.close());

const open = (place = 's3://b', environment = bucket.environment, tries = 3): Archive =>
  wanted(openBucket(place, environment, { tries, firstWait: 1, patience: 300 }));
const text = (key: string) => bucket.objects.get(key)?.bytes.toString();
const plain = (prefix = '') =>
  [...bucket.objects.keys()].filter((key) => key.startsWith(prefix) && !/(?:^|\/)(?:builds\/|current\.json$)/.test(key)).sort();
const put = (key: string, written: string) => bucket.objects.set(key, { bytes: Buffer.from(written), type: '', cache: '' });
const refusal = async (archive: Archive) => {
  const outcome = await publish(archive, () => ({ 'index.html': '1' }));
  return outcome.state === 'refused'
    ? outcome.problems.map(({ code, message, hint }) => `${code} ${message} - ${hint}`).join('\n')
    : 'published';
};

describe('a site in a bucket', () => {
  test('stands at its plain addresses, and what is of others stays', async () => {
    put('CNAME', 'portal.example.org');
    put('docs/ä %20+.html', 'theirs');
    wanted(await publish(open(), () => ({ 'index.html': '1', 'gone.html': '1', 'releases/1.0.0+r2/a b%2f.html': 'ü' })));
    wanted(await publish(open(), () => ({ 'index.html': '2', 'releases/1.0.0+r2/a b%2f.html': 'ü' })));
    expect(plain()).toEqual(['CNAME', 'docs/ä %20+.html', 'index.html', 'inventory.json', 'releases/1.0.0+r2/a b%2f.html']);
    expect([text('index.html'), text('docs/ä %20+.html')]).toEqual(['2', 'theirs']);
  });

  test('is written as a build first, then counts, then comes to its addresses, the first page last', async () => {
    wanted(await publish(open(), () => ({ 'index.html': '1', 'a/index.html': '1', '_astro/a.css': '1', 'api/v1/a.json': '1' })));
    const written = bucket.requests.filter(({ method }) => method === 'PUT').map(({ key }) => key.replace(/[0-9a-f]{64}/, 'BUILD'));
    const at = (key: string) => written.indexOf(key);
    const order = [
      'builds/BUILD/index.html',
      'builds/BUILD.json',
      pointerKey,
      '_astro/a.css',
      'api/v1/a.json',
      'a/index.html',
      'index.html',
    ];
    expect(order.map(at)).toEqual([...order.map(at)].sort((a, b) => a - b));
    expect(at('builds/BUILD.written.json')).toBe(written.length - 1);
  });

  test('is read however often a file is asked for at once, as releases do that share one', async () => {
    wanted(await publish(open(), () => ({ 'index.html': '1', 'objects/a.txt': 'shared' })));
    const archive = open();
    const tip = wanted(await archive.readTip());
    if (tip === null) throw new Error('nothing is published');
    const folder = await folderOf(archive, tip, ['objects/a.txt', 'index.html', 'objects/a.txt']);
    expect(readFileSync(join(folder, 'objects/a.txt'), 'utf8')).toBe('shared');
  });

  test('is served as its _headers say', async () => {
    const headers =
      '/*\n  Cache-Control: no-cache\n/objects/*\n  Content-Type: text/plain; charset=utf-8\n  ! Cache-Control\n  Cache-Control: immutable\n';
    wanted(await publish(open(), () => ({ _headers: headers, 'index.html': '1', 'objects/a.txt': '1', 'badges/next/a.svg': '1' })));
    const served = (key: string) => [bucket.objects.get(key)?.type, bucket.objects.get(key)?.cache];
    expect(['index.html', 'objects/a.txt', 'badges/next/a.svg'].map(served)).toEqual([
      ['text/html; charset=utf-8', 'no-cache'],
      ['text/plain; charset=utf-8', 'immutable'],
      ['image/svg+xml; charset=utf-8', 'no-cache'],
    ]);
  });

  test('is written once where it is the same again', async () => {
    wanted(await publish(open(), () => ({ 'index.html': '1' })));
    bucket.requests.length = 0;
    expect(wanted(await publish(open(), () => ({ 'index.html': '1' })))).toBeNull();
    expect(bucket.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  test.each(['s3://b/teapot/site', 's3://b//teapot/site//'])('stands below its prefix, %s, and another beside it', async (place) => {
    wanted(await publish(open(place), () => ({ 'index.html': '1' })));
    wanted(await publish(open('s3://b/teapot/other'), () => ({ 'index.html': '2' })));
    expect([text('teapot/site/index.html'), text('teapot/other/index.html')]).toEqual(['1', '2']);
  });

  test('loses nothing of ten that publish at once', async () => {
    const names = Array.from({ length: 10 }, (_, at) => `releases/${at}.0.0/index.html`);
    const outcomes = await Promise.all(
      names.map((name) =>
        publish(open(), (there) =>
          Object.fromEntries([...there.filter((path) => path.startsWith('releases/')), name].map((path) => [path, path])),
        ),
      ),
    );
    expect(outcomes.map(({ state }) => state)).toEqual(names.map(() => 'read'));
    expect(plain('releases/')).toEqual(names);
    for (const name of names) expect(text(name)).toBe(name);
  });

  test('is made anew by who found nothing there, where another was the first of all meanwhile', async () => {
    const [first, second] = [open(), open()];
    const [tip, same] = [wanted(await first.readTip()), wanted(await second.readTip())];
    expect([tip, same]).toEqual([null, null]);
    const made = siteOf({ 'index.html': '1' });
    const push = async (archive: Archive) => archive.push(null, wanted(await archive.store(made.folder, made.paths, null)), '');
    expect((await push(first)).state).toBe('published');
    expect(await push(second)).toEqual({ state: 'overtaken' });
  });

  test('is read again where two others were published while it was read, and the build that counted is gone', async () => {
    wanted(await publish(open(), () => ({ 'index.html': '1' })));
    const [before, build] = [bucket.objects.get(pointerKey), JSON.parse(text(pointerKey) ?? '').build];
    for (const each of ['2', '3']) wanted(await publish(open(), () => ({ 'index.html': each })));
    const now = bucket.objects.get(pointerKey);
    if (before === undefined || now === undefined) throw new Error('no pointer');
    expect(text(`builds/${build}.json`)).toBeUndefined();
    bucket.objects.set(pointerKey, before);
    bucket.mishap = ({ key }) => {
      if (key === `builds/${build}.json`) bucket.objects.set(pointerKey, now);
      return null;
    };
    wanted(await publish(open(), () => ({ 'index.html': '4' })));
    expect(text('index.html')).toBe('4');
  });

  test('keeps the build that counts and the one before it, and none of what was taken from the site', async () => {
    const builds = () => new Set([...bucket.objects.keys()].flatMap((key) => /^builds\/([0-9a-f]{64})/.exec(key)?.[1] ?? [])).size;
    for (const each of ['1', '2', '3', '4']) wanted(await publish(open(), () => ({ 'index.html': each, 'objects/leak.txt': 'secret' })));
    expect(builds()).toBe(2);
    wanted(await publish(open(), () => ({ 'index.html': '5' })));
    expect([...bucket.objects.values()].filter(({ bytes }) => bytes.toString() === 'secret')).toEqual([]);
  });

  test('never replaces a file of others', async () => {
    put('index.html', 'theirs');
    expect(await refusal(open())).toMatch(/^USAGE the site has a file in this place/);
    expect(text('index.html')).toBe('theirs');
  });

  test.each([
    ['took a page out of the bucket', () => bucket.objects.delete('a.html')],
    ['wrote over a page of it', () => put('a.html', '0')],
  ])('comes whole again where somebody %s', async (_, spoil) => {
    wanted(await publish(open(), () => ({ 'index.html': '1', 'a.html': '1' })));
    spoil();
    wanted(await publish(open(), () => ({ 'index.html': '1', 'a.html': '1' })));
    expect(text('a.html')).toBe('1');
  });
});

describe('a publisher that stops before any of its writes', () => {
  test('leaves the site of before or the new one to be read, and the next one brings all of it', async () => {
    const site = (text: string) => ({ 'index.html': text, 'a/b.html': text, [`only/${text}.html`]: text });
    bucket.pageSize = 1000;
    let moments = 0;
    for (let moment = 1; moment < 100; moment += 1) {
      wanted(await publish(open(), () => site('0')));
      let writes = 0;
      bucket.mishap = ({ method }) => {
        writes += method === 'GET' ? 0 : 1;
        return writes >= moment ? { status: 403, code: 'AccessDenied' } : null;
      };
      const outcome = await publish(open(), () => site(String(moment)));
      bucket.mishap = () => null;
      const tip = wanted(await open().readTip());
      const pages = ['index.html', 'a/b.html'].map((path) => tip?.entries.get(path)?.object);
      expect(new Set(pages).size).toBe(1);
      wanted(await publish(open(), () => site('again')));
      expect(plain()).toEqual(['a/b.html', 'index.html', 'inventory.json', 'only/again.html']);
      expect([text('index.html'), text('a/b.html')]).toEqual(['again', 'again']);
      if (outcome.state === 'read') break;
      moments += 1;
    }
    expect(moments).toBeGreaterThan(8);
  });

  test('is healed by the same again, too', async () => {
    bucket.mishap = ({ method, key }) => (method === 'PUT' && key === 'index.html' ? { status: 403 } : null);
    expect(await refusal(open())).toMatch(/^ENVIRONMENT the store answers 403/);
    expect(text('index.html')).toBeUndefined();
    bucket.mishap = () => null;
    expect(await refusal(open())).toBe('published');
    expect(text('index.html')).toBe('1');
  });
});

describe('a publisher that was overtaken', () => {
  test('leaves what the other wrote, though its own writes come last', async () => {
    let other: Promise<unknown> | null = null;
    bucket.mishap = ({ method, key }) => {
      if (method === 'PUT' && key === 'index.html' && other === null)
        other = publish(open(), () => ({ 'index.html': 'newer', 'b.html': 'newer' }));
      return null;
    };
    wanted(await publish(open(), () => ({ 'index.html': 'older', 'a.html': 'older' })));
    await other;
    wanted(await publish(open(), () => ({ 'index.html': 'newer', 'b.html': 'newer' })));
    expect([text('index.html'), plain()]).toEqual(['newer', ['b.html', 'index.html', 'inventory.json']]);
  });
});

describe('a publisher whose answer to the pointer is lost, with another after it', () => {
  test('has published, and removes nothing of what it wrote', async () => {
    let isFirst = true;
    bucket.mishap = ({ method, key }) => {
      if (method !== 'PUT' || key !== pointerKey || !isFirst) return null;
      isFirst = false;
      return 'cut after';
    };
    let build = '';
    const archive = open();
    const made = siteOf({ 'index.html': '1' });
    const entries = wanted(await archive.store(made.folder, made.paths, null));
    const pushing = archive.push(null, entries, '');
    while (!bucket.objects.has(pointerKey)) await new Promise((resume) => setTimeout(resume, 1));
    build = JSON.parse(text(pointerKey) ?? '').build;
    const next = JSON.stringify({ ...JSON.parse(text(`builds/${build}.json`) ?? ''), nonce: 'next', earlier: [build] });
    const id = createHash('sha256').update(next).digest('hex');
    put(`builds/${id}.json`, next);
    for (const path of made.paths) put(`builds/${id}/${path}`, text(`builds/${build}/${path}`) ?? '');
    put(pointerKey, JSON.stringify({ schemaVersion: 1, build: id }));
    expect(await pushing).toEqual({ state: 'published', id: build });
    expect(text(`builds/${build}/index.html`)).toBe('1');
  });
});

describe('a store', () => {
  const busy = (times: number, mishap: Mishap) => {
    let left = times;
    bucket.mishap = () => {
      left -= 1;
      return left >= 0 ? mishap : null;
    };
  };
  test.each<[string, Mishap]>([
    ['is busy', { status: 503, code: 'SlowDown' }],
    ['fails', { status: 500 }],
    ['has enough', { status: 429 }],
    ['cuts the connection', 'cut before'],
    ['does not answer', 'silence'],
  ])('that %s is asked again, and not for ever', async (_, mishap) => {
    busy(2, mishap);
    expect(await refusal(open())).toBe('published');
    bucket.mishap = () => mishap;
    expect(await refusal(open())).toMatch(/^ENVIRONMENT the store (?:answers \d+|cannot be asked: )/);
  });

  test('whose answer to the pointer is lost has swapped it, and nothing is made twice', async () => {
    let isCut = false;
    bucket.mishap = ({ method, key }) => {
      if (method !== 'PUT' || key !== pointerKey || isCut) return null;
      isCut = true;
      return 'cut after';
    };
    expect(await refusal(open())).toBe('published');
    expect(
      bucket.requests.filter(({ key }) => /^builds\/[0-9a-f]{64}\.json$/.test(key)).filter(({ method }) => method === 'PUT'),
    ).toHaveLength(1);
  });

  test.each([
    ['AccessDenied', 403, /the key needs to read, list, write and delete/],
    ['ExpiredToken', 400, /take new credentials/],
    ['RequestTimeTooSkewed', 403, /set the clock/],
    ['PermanentRedirect', 301, /set AWS_REGION/],
    ['NoSuchBucket', 404, /make the bucket first/],
  ])('that answers %s is refused, with what to do', async (code, status, hint) => {
    bucket.mishap = () => ({ status, code });
    const said = await refusal(open());
    expect(said).toMatch(new RegExp(`^ENVIRONMENT the store answers ${status} ${code} - `));
    expect(said).toMatch(hint);
    expect(said).not.toMatch(/sesame/);
  });

  test.each([
    ['no listing', '<html>busy</html>'],
    ['half of one', '<ListBucketResult><IsTruncated>false</IsTruncated>'],
    ['one that goes on nowhere', '<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>'],
    [
      'one that leads round',
      '<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>1</NextContinuationToken></ListBucketResult>',
    ],
    ['one that does not say whether it is all', '<ListBucketResult></ListBucketResult>'],
    ['fewer than it counts', '<ListBucketResult><KeyCount>2</KeyCount><IsTruncated>false</IsTruncated></ListBucketResult>'],
  ])('that lists %s is no empty history', async (_, listing) => {
    bucket.listing = listing;
    expect(await refusal(open())).toMatch(/^ENVIRONMENT the store lists its objects in a way that cannot be read/);
  });

  test('without the pointer to a site that is there is no empty history', async () => {
    wanted(await publish(open(), () => ({ 'index.html': '1' })));
    bucket.objects.delete(pointerKey);
    expect(await refusal(open())).toMatch(/^INTEGRITY it is gone, and the site that it leads to is there/);
  });

  test.each(['{', '{}', '{"schemaVersion":1,"build":"../x"}', ''])('with %j as its pointer is refused', async (written) => {
    put(pointerKey, written);
    expect(await refusal(open())).toMatch(/^INTEGRITY it is not what this version writes/);
  });

  test('that changed a build is refused', async () => {
    wanted(await publish(open(), () => ({ 'index.html': '1' })));
    const key = [...bucket.objects.keys()].find((each) => /^builds\/[0-9a-f]{64}\.json$/.test(each)) ?? '';
    put(key, `${text(key)} `);
    expect(await refusal(open())).toMatch(/^INTEGRITY it is not what was written/);
  });
});

test.each<[string, string, Record<string, string>, RegExp]>([
  ['no credentials', 's3://b', {}, /AWS_ACCESS_KEY_ID.*AWS_SECRET_ACCESS_KEY.*AWS_REGION/],
  ['no bucket', 's3://', { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', AWS_REGION: 'c' }, /^--to$/],
  ['credentials in the place', 's3://a:b@c/d', { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', AWS_REGION: 'c' }, /^--to$/],
  ['a prefix that climbs', 's3://bbb/../x', { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', AWS_REGION: 'c' }, /^--to$/],
  [
    'an endpoint that is none',
    's3://bbb',
    { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', AWS_ENDPOINT_URL_S3: 'x' },
    /^AWS_ENDPOINT_URL_S3$/,
  ],
])('%s is told before anything is asked', (_, place, environment, files) => {
  const outcome = openBucket(place, environment);
  expect(outcome.state === 'refused' && outcome.problems.map(({ file }) => file).join(' ')).toMatch(files);
});
