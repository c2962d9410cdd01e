import { openBucket } from '../../src/remote/bucket-archive.ts';
import { publish, wanted } from './small-site.ts';

// A publisher in a process of its own, which can be killed: `node publish-to-store.ts PORT TEXT`.
const [port = '', text = ''] = process.argv.slice(2);
const environment = { AWS_ACCESS_KEY_ID: 'key', AWS_SECRET_ACCESS_KEY: 'sesame', AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${port}` };
for (let turn = 0; turn < 100; turn += 1) {
  const archive = wanted(openBucket('s3://portal/teapot', environment));
  wanted(
    await publish(archive, (there) =>
      Object.fromEntries(
        [...there.filter((path) => path.startsWith('releases/')), 'index.html'].map((path) => [
          path,
          path === 'index.html' ? `${text} ${turn}` : path,
        ]),
      ),
    ),
  );
}
