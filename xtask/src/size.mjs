// Prints name, bytes, gzip -9 and brotli -q 11 of every file under a directory that a visit can load,
// tab-separated. Type declarations are for editors: no visit loads them.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';

const dir = process.argv[2];
for (const name of readdirSync(dir, { recursive: true }).sort()) {
  const path = join(dir, name);
  if (statSync(path).isDirectory() || name.endsWith('.d.ts')) continue;
  const bytes = readFileSync(path);
  const sizes = [bytes, gzipSync(bytes, { level: 9 }), brotliCompressSync(bytes)];
  console.log([name, ...sizes.map((size) => size.length)].join('\t'));
}
