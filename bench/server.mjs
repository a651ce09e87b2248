// Serves the repository's bench/ and dist/, and other folders under names of their own, on the loopback address.

import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const TYPES = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

/** Starts on a free port; `folders` maps prefixes of addresses to folders. */
export async function serve(folders) {
  const places = { '/bench/': join(ROOT, 'bench/'), '/dist/': join(ROOT, 'dist/'), ...folders };
  const server = createServer(async (request, response) => {
    const path = normalize(new URL(request.url, 'http://localhost').pathname);
    const prefix = Object.keys(places).find((prefix) => path.startsWith(prefix));
    try {
      const body = await readFile(join(places[prefix], path.slice(prefix.length)));
      response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    close: () => new Promise((done) => server.close(done)),
  };
}
