// Prints name, bytes, gzip -9 and brotli -q 11 of files, tab-separated. Arguments: their directory, their names.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';

const [dir, ...names] = process.argv.slice(2);
for (const name of names) {
  const bytes = readFileSync(join(dir, name));
  const sizes = [bytes, gzipSync(bytes, { level: 9 }), brotliCompressSync(bytes)];
  console.log([name, ...sizes.map((size) => size.length)].join('\t'));
}
