/** Prints how large the built page is, gzip, and fails when it is larger than its budget. */

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const BUDGET = 150_000;
const folder = join(import.meta.dirname, "../dist/assets");
const sizes = readdirSync(folder).map((name) => {
  const bytes = gzipSync(readFileSync(join(folder, name)), { level: 9 }).length;
  console.log(`${String(bytes).padStart(8)}  ${name}`);
  return bytes;
});
const all = sizes.reduce((sum, bytes) => sum + bytes, 0);
console.log(`${String(all).padStart(8)}  of ${BUDGET} bytes, gzip`);
process.exit(all <= BUDGET ? 0 : 1);
