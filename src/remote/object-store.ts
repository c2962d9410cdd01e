import { setTimeout as delay } from 'node:timers/promises';
import { AwsV4Signer } from 'aws4fetch';
import { SaxesParser } from 'saxes';
import type { BucketPlace } from './bucket-place.ts';

/** An object of a bucket, as a listing names it. */
export interface ListedObject {
  /** Its key, without the prefix of the place. */
  readonly key: string;
  /** What the store calls its bytes, with its quotes. */
  readonly etag: string;
  /** When it was written, in milliseconds since 1970. */
  readonly written: number;
}

/** An object that was read. */
export interface ReadObject {
  readonly bytes: Buffer;
  readonly etag: string;
}

/** What has to hold of an object for another to take its place. */
export type PutCondition = { readonly ifMatch: string } | 'absent' | 'none';

/** An object that is to be written. */
export interface NewObject {
  readonly key: string;
  readonly bytes: Buffer;
  /** The SHA-256 of its bytes: the store holds them against it. */
  readonly digest: string;
  readonly contentType: string;
  readonly cacheControl: string | null;
  /** The build that a pointer leads to, so that a server in front of the store learns it from a header, `x-amz-meta-build`. */
  readonly build?: string;
  readonly condition: PutCondition;
}

/** The objects of a place in a bucket. Each call throws `UnreachableStore` where the store cannot be asked or does not do what it is told. */
export interface ObjectStore {
  /** All objects whose key begins so. */
  list(below: string): Promise<ListedObject[]>;
  /** Null where there is none. */
  read(key: string): Promise<ReadObject | null>;
  /** Says what the store calls the bytes; null where the condition does not hold. */
  write(object: NewObject): Promise<string | null>;
  /** It need not be there. */
  remove(key: string): Promise<void>;
}

/** A store that does not answer as it should. Its message says why, without credentials. */
export class UnreachableStore extends Error {
  /** What a person can do. */
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}

/** How often a request is tried in all, and what the first wait is at most, in milliseconds. */
export interface RetryRule {
  readonly tries: number;
  readonly firstWait: number;
  /** How long one answer may take, in milliseconds. */
  readonly patience: number;
}

/** What a store that is busy, or a connection that breaks, is given. */
const retryRule: RetryRule = { tries: 7, firstWait: 250, patience: 60_000 };

/** Asks a bucket by the protocol of S3, signed by version 4 of AWS's signatures. */
export function openStore(place: BucketPlace, { tries, firstWait, patience }: RetryRule = retryRule): ObjectStore {
  const keys = new Map<string, ArrayBuffer>();
  const ask = async (method: string, url: string, headers: Readonly<Record<string, string>>, body?: Buffer) => {
    for (let turn = 1; ; turn += 1) {
      const signed = await new AwsV4Signer({
        ...credentials(place),
        method,
        url,
        headers: { ...headers },
        service: 's3',
        cache: keys,
      }).sign();
      const answer = await answerOf(signed.url, { method, headers: signed.headers, body: body ?? null }, patience);
      if (answer.state === 'answered' && !isBusy(answer.status)) return answer;
      if (turn >= tries) throw unreachable(answer, place);
      await delay((0.5 + Math.random() / 2) * Math.min(firstWait * 2 ** (turn - 1), 8000));
    }
  };
  const address = (key: string) => {
    const steps = `${place.prefix}${key}`.split('/');
    // An address would be read as another one.
    if (steps.some((step) => /^\.{0,2}$/.test(step)))
      throw new UnreachableStore(`${JSON.stringify(key.slice(0, 200))} can be no address`, 'name it otherwise');
    return place.address + steps.map(encodeURIComponent).join('/');
  };
  return {
    async list(below) {
      const found: ListedObject[] = [];
      const seen = new Set<string>();
      for (let token: string | null = null; ; ) {
        const query = new URLSearchParams({
          'list-type': '2',
          prefix: place.prefix + below,
          ...(token === null ? {} : { 'continuation-token': token }),
        });
        const answer = await ask('GET', `${place.address}?${query.toString().replaceAll('+', '%20')}`, {});
        if (answer.status !== 200) throw unreachable(answer, place);
        const page = parseListing(answer.bytes.toString());
        if (page === null || (page.next !== null && seen.has(page.next)))
          throw new UnreachableStore('the store lists its objects in a way that cannot be read', 'see that the endpoint is one of S3');
        for (const each of page.objects) {
          if (!each.key.startsWith(place.prefix + below))
            throw new UnreachableStore('the store lists what it was not asked for', 'see that the endpoint is one of S3');
          found.push({ ...each, key: each.key.slice(place.prefix.length) });
        }
        if (page.next === null) return found;
        seen.add(page.next);
        token = page.next;
      }
    },
    async read(key) {
      const answer = await ask('GET', address(key), {});
      if (answer.status === 404 && codeOf(answer.bytes) !== 'NoSuchBucket') return null;
      if (answer.status !== 200) throw unreachable(answer, place);
      return { bytes: answer.bytes, etag: answer.headers.get('etag') ?? '' };
    },
    async write({ key, bytes, digest, contentType, cacheControl, build, condition }) {
      const answer = await ask(
        'PUT',
        address(key),
        {
          'content-type': contentType,
          ...(cacheControl === null ? {} : { 'cache-control': cacheControl }),
          'x-amz-content-sha256': digest,
          ...(build === undefined ? {} : { 'x-amz-meta-build': build }),
          ...(condition === 'none' ? {} : condition === 'absent' ? { 'if-none-match': '*' } : { 'if-match': condition.ifMatch }),
        },
        bytes,
      );
      if (condition !== 'none' && isUnmet(answer.status, answer.bytes)) return null;
      if (answer.status !== 200 && answer.status !== 201 && answer.status !== 204) throw unreachable(answer, place);
      return answer.headers.get('etag') ?? '';
    },
    async remove(key) {
      const answer = await ask('DELETE', address(key), {});
      if (answer.status !== 200 && answer.status !== 204 && answer.status !== 404) throw unreachable(answer, place);
    },
  };
}

type Answer =
  | { readonly state: 'answered'; readonly status: number; readonly headers: Headers; readonly bytes: Buffer }
  | { readonly state: 'lost'; readonly why: string };

async function answerOf(
  url: URL,
  init: { readonly method: string; readonly headers: Headers; readonly body: Buffer | null },
  patience: number,
): Promise<Answer> {
  try {
    const { body, ...rest } = init;
    // What leads elsewhere is not followed: a signature is for one address.
    const response = await fetch(url, {
      ...rest,
      body: body === null ? null : new Uint8Array(body),
      redirect: 'manual',
      signal: AbortSignal.timeout(patience),
    });
    return { state: 'answered', status: response.status, headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) };
  } catch (cause) {
    return { state: 'lost', why: reasonOf(cause) };
  }
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return 'the connection broke';
  if (cause.name === 'TimeoutError') return 'it does not answer in time';
  const below = cause.cause;
  return below instanceof Error && below.message !== '' ? below.message : cause.message;
}

function credentials({ accessKeyId, secretAccessKey, sessionToken, region }: BucketPlace) {
  return { accessKeyId, secretAccessKey, region, ...(sessionToken === undefined ? {} : { sessionToken }) };
}

function isBusy(status: number): boolean {
  return status === 429 || status >= 500;
}

/** Another object stands there than the one that was meant, or is just being written. */
function isUnmet(status: number, bytes: Buffer): boolean {
  const code = codeOf(bytes);
  return (
    status === 412 ||
    (status === 409 && /^(?:ConditionalRequestConflict|OperationAborted)?$/.test(code)) ||
    (status === 404 && code !== 'NoSuchBucket')
  );
}

/** The code that an answer of S3 gives as its reason; empty where it gives none. */
function codeOf(bytes: Buffer): string {
  return /<Code>([A-Za-z0-9.]{1,80})<\/Code>/.exec(bytes.subarray(0, 4000).toString())?.[1] ?? '';
}

/** What a person can do, by the codes of S3. */
const hints: Readonly<Record<string, string>> = {
  NoSuchBucket: 'make the bucket first, or correct its name',
  AccessDenied:
    'the key needs to read, list, write and delete below the prefix: s3:GetObject, s3:ListBucket, s3:PutObject, s3:DeleteObject',
  InvalidAccessKeyId: 'see that AWS_ACCESS_KEY_ID is a key of this store',
  SignatureDoesNotMatch: 'see that AWS_SECRET_ACCESS_KEY belongs to AWS_ACCESS_KEY_ID, and AWS_REGION is right',
  ExpiredToken: 'take new credentials: AWS_SESSION_TOKEN has expired',
  InvalidToken: 'take new credentials: AWS_SESSION_TOKEN is not one of this store',
  RequestTimeTooSkewed: 'set the clock of this machine',
  PermanentRedirect: 'set AWS_REGION to the region of the bucket',
  AuthorizationHeaderMalformed: 'set AWS_REGION to the region of the bucket',
  NotImplemented: 'the store has to know If-Match and If-None-Match when it writes',
};

function unreachable(answer: Answer, { accessKeyId, secretAccessKey, sessionToken }: BucketPlace): UnreachableStore {
  const checkAll = 'check AWS_ENDPOINT_URL_S3, the network and the credentials';
  if (answer.state === 'lost') {
    const secrets = [accessKeyId, secretAccessKey, ...(sessionToken === undefined ? [] : [sessionToken])];
    const why = secrets.reduce((text, secret) => text.replaceAll(secret, '…'), answer.why);
    return new UnreachableStore(`the store cannot be asked: ${why}`, checkAll);
  }
  const code = codeOf(answer.bytes);
  const region = answer.headers.get('x-amz-bucket-region');
  const isElsewhere = answer.status === 301 || answer.status === 307 || /Redirect|AuthorizationHeaderMalformed/.test(code);
  const hint = isElsewhere && region !== null && /^[a-z0-9-]{1,40}$/.test(region) ? `set AWS_REGION to ${region}` : undefined;
  return new UnreachableStore(
    `the store answers ${answer.status}${code === '' ? '' : ` ${code}`}`,
    hint ?? hints[isElsewhere ? 'PermanentRedirect' : code] ?? checkAll,
  );
}

interface ListingPage {
  readonly objects: readonly ListedObject[];
  /** By what the next page is asked for; null where this is the last. */
  readonly next: string | null;
}

/** A page of `ListObjectsV2`, https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html. Null where it is none, or not all of one. */
function parseListing(text: string): ListingPage | null {
  const parser = new SaxesParser();
  const objects: ListedObject[] = [];
  const page = new Map<string, string>();
  const open: string[] = [];
  let one = new Map<string, string>();
  let within = '';
  let isSound = true;
  parser.on('error', () => {
    isSound = false;
  });
  parser.on('opentag', ({ name }) => {
    open.push(name);
    within = '';
    if (name === 'Contents') one = new Map();
  });
  parser.on('text', (part) => {
    within += part;
  });
  parser.on('closetag', ({ name }) => {
    const path = open.join('/');
    open.pop();
    if (path === `ListBucketResult/${name}`) page.set(name, within);
    if (path === `ListBucketResult/Contents/${name}`) one.set(name, within);
    if (path === 'ListBucketResult/Contents') {
      const [key, etag, modified] = [one.get('Key'), one.get('ETag'), Date.parse(one.get('LastModified') ?? '')];
      if (key === undefined || key === '') isSound = false;
      else objects.push({ key, etag: etag ?? '', written: Number.isNaN(modified) ? Number.POSITIVE_INFINITY : modified });
    }
    within = '';
  });
  parser.write(text).close();
  const [truncated, next] = [page.get('IsTruncated'), page.get('NextContinuationToken') ?? ''];
  const count = page.get('KeyCount');
  if (!isSound || (truncated !== 'true' && truncated !== 'false') || (truncated === 'true' && next === '')) return null;
  if (count !== undefined && Number(count) !== objects.length) return null;
  return { objects, next: truncated === 'true' ? next : null };
}
