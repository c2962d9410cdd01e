import { type Problem, problem } from '../problem.ts';
import type { Reading } from '../reading.ts';

/** Where a bucket is, and as whom it is asked. */
export interface BucketPlace {
  /** As a person writes it, without credentials: `s3://portal/teapot`. */
  readonly name: string;
  /** The address of the bucket, with `/` at its end. */
  readonly address: string;
  /** What every key begins with; empty, or with `/` at its end. */
  readonly prefix: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | undefined;
}

/** Is a place written as one in a bucket? */
export function isBucketName(place: string): boolean {
  return /^s3:/i.test(place);
}

/**
 * Where `s3://BUCKET/PREFIX` is, by the variables that the tools of AWS know: `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN`,
 * `AWS_REGION` or `AWS_DEFAULT_REGION`, and `AWS_ENDPOINT_URL_S3` or `AWS_ENDPOINT_URL` for a store that is not at AWS.
 */
export function bucketPlace(written: string, environment: Readonly<Record<string, string | undefined>>): Reading<BucketPlace> {
  const said = (...names: readonly string[]) => names.map((name) => environment[name]?.trim()).find((value) => value);
  const [, bucket = '', below = ''] = /^s3:\/\/([^/]*)(?:\/(.*))?$/is.exec(written) ?? [];
  const steps = below.replace(/^\/+|\/+$/g, '').split('/');
  const isEmpty = steps.length === 1 && steps[0] === '';
  const endpoint = said('AWS_ENDPOINT_URL_S3', 'AWS_ENDPOINT_URL');
  const region = said('AWS_REGION', 'AWS_DEFAULT_REGION');
  const accessKeyId = said('AWS_ACCESS_KEY_ID');
  const secretAccessKey = said('AWS_SECRET_ACCESS_KEY');
  const problems: Problem[] = [
    ...(/^[a-z0-9](?:[a-z0-9.-]{0,61}[a-z0-9])?$/.test(bucket) && !bucket.includes('..')
      ? []
      : [problem('USAGE', { file: '--to' }, 'this names no bucket', 'write it as s3://BUCKET/PREFIX, without credentials')]),
    ...(isEmpty || steps.every(isPlainStep)
      ? []
      : [
          problem('USAGE', { file: '--to' }, 'the prefix has a part that is empty, . or .., or a sign that names do not have', plainPrefix),
        ]),
    ...(accessKeyId === undefined ? [lacking('AWS_ACCESS_KEY_ID')] : []),
    ...(secretAccessKey === undefined ? [lacking('AWS_SECRET_ACCESS_KEY')] : []),
    ...(region === undefined && endpoint === undefined ? [lacking('AWS_REGION')] : []),
    ...(endpoint === undefined || isEndpoint(endpoint)
      ? []
      : [problem('ENVIRONMENT', { file: 'AWS_ENDPOINT_URL_S3' }, 'this is no address', 'write it as https://storage.example.org')]),
  ];
  if (problems.length > 0 || accessKeyId === undefined || secretAccessKey === undefined) return { state: 'refused', problems };
  const prefix = isEmpty ? '' : `${steps.join('/')}/`;
  return {
    state: 'read',
    value: {
      name: `s3://${bucket}/${prefix}`.replace(/\/$/, ''),
      address: addressOf(bucket, region ?? 'us-east-1', endpoint),
      prefix,
      region: region ?? 'us-east-1',
      accessKeyId,
      secretAccessKey,
      sessionToken: said('AWS_SESSION_TOKEN'),
    },
    problems: [],
  };
}

const plainPrefix = 'write it in letters, digits and . _ ~ - alone, as in s3://BUCKET/teapot/site';

/** A part of a prefix: it stands in addresses and in configurations of servers. */
function isPlainStep(step: string): boolean {
  return /^[A-Za-z0-9._~-]+$/.test(step) && !/^\.+$/.test(step);
}

function isEndpoint(endpoint: string): boolean {
  if (!URL.canParse(endpoint)) return false;
  const { protocol, username, password, search, hash } = new URL(endpoint);
  return /^https?:$/.test(protocol) && `${username}${password}${search}${hash}` === '';
}

function addressOf(bucket: string, region: string, endpoint: string | undefined): string {
  if (endpoint !== undefined) return `${endpoint.replace(/\/+$/, '')}/${bucket}/`;
  const host = `s3.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
  // A certificate for all buckets is for none with a dot in its name.
  return bucket.includes('.') ? `https://${host}/${bucket}/` : `https://${bucket}.${host}/`;
}

function lacking(name: string): Problem {
  const hint =
    name === 'AWS_REGION'
      ? 'set it to the region of the bucket, or AWS_ENDPOINT_URL_S3 to the address of another store'
      : 'set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and AWS_SESSION_TOKEN for keys that expire: profiles are not read';
  return problem('ENVIRONMENT', { file: name }, 'the variable is not set', hint);
}
