// Makes dist/ from the facade in js/src and from the glue that `wasm-glue` wrote.
//
//   npm run build -- <folder that wasm-glue wrote>

import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const PARTS = ["graph_mfa_wasm.js", "graph_mfa_wasm.d.ts", "graph_mfa_wasm_bg.wasm"];

const here = fileURLToPath(new URL(".", import.meta.url));
const glue = process.argv[2] && resolve(process.argv[2]);
const missing = PARTS.find((part) => !glue || !existsSync(join(glue, part)));
if (missing) {
  console.error(`usage: npm run build -- <folder that wasm-glue wrote> (no ${missing} in ${glue ?? "no folder"})`);
  process.exit(1);
}

const dist = join(here, "dist");
rmSync(dist, { recursive: true, force: true });
for (const part of PARTS) {
  cpSync(join(glue, part), join(dist, "glue", part));
}
// The tarball carries the licences of the repository.
const repository = join(here, "../..");
for (const licence of readdirSync(repository).filter((name) => name.startsWith("LICENSE"))) {
  cpSync(join(repository, licence), join(dist, licence));
}

const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");
const compiled = spawnSync(process.execPath, [tsc, "--project", here], { stdio: "inherit" });
process.exit(compiled.status ?? 1);
