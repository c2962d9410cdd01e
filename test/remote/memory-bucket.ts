import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** A request to the store: its method and its key. */
export interface StoreRequest {
  readonly method: string;
  readonly key: string;
}

/** What happens to a request in place of what should: an answer, silence, a connection that breaks, before it was carried out or after. */
export type Mishap = { readonly status: number; readonly code?: string } | 'silence' | 'cut before' | 'cut after' | null;

/** A bucket in memory that speaks as much of S3 as is asked for. */
export interface MemoryBucket {
  readonly environment: Readonly<Record<string, string>>;
  readonly objects: Map<string, { bytes: Buffer; type: string; cache: string }>;
  /** Every request that came. */
  readonly requests: StoreRequest[];
  /** Says what happens to a request. */
  mishap: (request: StoreRequest, count: number) => Mishap;
  /** How many objects a page of a listing has. */
  pageSize: number;
  /** What a listing says in place of what it should. */
  listing: string | null;
  close(): void;
}

/** Starts a bucket `b` on this machine. */
export async function memoryBucket(): Promise<MemoryBucket> {
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const bucket: MemoryBucket = {
    environment: { AWS_ACCESS_KEY_ID: 'key', AWS_SECRET_ACCESS_KEY: 'sesame', AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${port}` },
    objects: new Map(),
    requests: [],
    mishap: () => null,
    pageSize: 3,
    listing: null,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const url = new URL(request.url ?? '/', 'http://store');
    const key = decodeURIComponent(url.pathname.replace(/^\/b\//, ''));
    const asked = { method: request.method ?? '', key };
    bucket.requests.push(asked);
    const mishap = bucket.mishap(asked, bucket.requests.length);
    if (mishap === 'cut before') return void request.socket.destroy();
    if (mishap === 'silence') return;
    if (mishap !== null && typeof mishap === 'object')
      return void response.writeHead(mishap.status).end(`<Error><Code>${mishap.code ?? 'InternalError'}</Code></Error>`);
    const done = carryOut(bucket, request, url, key, Buffer.concat(chunks));
    if (mishap === 'cut after') return void request.socket.destroy();
    response.writeHead(done.status, done.etag === undefined ? {} : { etag: done.etag }).end(done.body);
  };
  return bucket;
}

function carryOut(bucket: MemoryBucket, { method, headers }: IncomingMessage, url: URL, key: string, body: Buffer) {
  const { objects } = bucket;
  const there = objects.get(key);
  if (url.searchParams.has('list-type')) return { status: 200, etag: undefined, body: bucket.listing ?? listed(bucket, url.searchParams) };
  if (method === 'PUT') {
    const condition = headers['if-match'];
    if (headers['if-none-match'] === '*' && there !== undefined) return { status: 412, etag: undefined, body: '' };
    if (condition !== undefined && (there === undefined || etagOf(there.bytes) !== condition))
      return { status: 412, etag: undefined, body: '<Error><Code>PreconditionFailed</Code></Error>' };
    if (createHash('sha256').update(body).digest('hex') !== headers['x-amz-content-sha256'])
      return { status: 400, etag: undefined, body: '' };
    objects.set(key, { bytes: body, type: headers['content-type'] ?? '', cache: headers['cache-control'] ?? '' });
    return { status: 200, etag: etagOf(body), body: '' };
  }
  if (method === 'DELETE') {
    objects.delete(key);
    return { status: 204, etag: undefined, body: '' };
  }
  if (there === undefined) return { status: 404, etag: undefined, body: '<Error><Code>NoSuchKey</Code></Error>' };
  return { status: 200, etag: etagOf(there.bytes), body: there.bytes };
}

function listed({ objects, pageSize }: MemoryBucket, query: URLSearchParams): string {
  // A page goes on after a key, as in S3: what is written or removed meanwhile moves no other object from one page to the next.
  const after = query.get('continuation-token') ?? '';
  const keys = [...objects.keys()].filter((key) => key.startsWith(query.get('prefix') ?? '') && key > after).sort();
  const page = keys.slice(0, pageSize);
  const contents = page.map((key) => {
    const { bytes } = objects.get(key) ?? { bytes: Buffer.alloc(0) };
    return `<Contents><Key>${escaped(key)}</Key><LastModified>${new Date().toISOString()}</LastModified><ETag>${escaped(etagOf(bytes))}</ETag></Contents>`;
  });
  const isTruncated = pageSize < keys.length;
  const next = isTruncated ? `<NextContinuationToken>${escaped(page.at(-1) ?? '')}</NextContinuationToken>` : '';
  return `<?xml version="1.0"?><ListBucketResult><KeyCount>${page.length}</KeyCount><IsTruncated>${isTruncated}</IsTruncated>${next}${contents.join('')}</ListBucketResult>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

function etagOf(bytes: Buffer): string {
  return `"${createHash('md5').update(bytes).digest('hex')}"`;
}
