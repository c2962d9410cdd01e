import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { extname, join } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
};

/**
 * Serves the folder of a built site on this machine.
 *
 * @param base The path of the site's address.
 * @param change What becomes of each page on its way.
 */
export async function serveSite(
  site: string,
  base = '/',
  change: (html: string) => string = (html) => html,
): Promise<{ readonly server: Server; readonly origin: string }> {
  const server = createServer((request, response) => {
    const path = decodeURIComponent((request.url ?? '/').split('?')[0] ?? '/');
    const below = path.startsWith(base) ? path.slice(base.length) : 'none';
    const file = join(site, below === '' || below.endsWith('/') ? `${below}index.html` : below);
    try {
      const body = readFileSync(file);
      response.setHeader('content-type', types[extname(file)] ?? 'text/plain');
      response.end(extname(file) === '.html' ? change(body.toString()) : body);
    } catch {
      response.statusCode = 404;
      response.end();
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  if (typeof bound !== 'object' || bound === null) throw new Error('the server has no port');
  return { server, origin: `http://127.0.0.1:${bound.port}` };
}
