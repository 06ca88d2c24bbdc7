// What people install: the tarball, in a folder of its own, typechecked and run without the network.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { NORA, Simulator } from "./support/simulator.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const project = mkdtempSync(join(tmpdir(), "graph-mfa-consumer-"));
after(() => rmSync(project, { recursive: true, force: true }));

const simulator = await Simulator.start();
await simulator.load();

const run = (file, args, options) => execFileSync(file, args, { cwd: project, encoding: "utf8", ...options });
const npm = (...args) => run("npm", args, { stdio: ["ignore", "pipe", "ignore"], shell: process.platform === "win32" });

let contents;

test("the tarball installs offline and holds what it should", () => {
  const [packed] = JSON.parse(npm("pack", root, "--json", "--ignore-scripts"));
  contents = packed.files.map((file) => file.path);
  assert.ok(contents.includes("README.md") && contents.includes("package.json"));
  assert.equal(contents.filter((path) => path.endsWith(".wasm")).length, 1);
  assert.deepEqual(contents.filter((path) => /^(src|js|test|node_modules|Cargo)/.test(path)), []);

  writeFileSync(join(project, "package.json"), JSON.stringify({ name: "consumer", private: true, type: "module" }));
  npm("install", "--offline", "--no-audit", "--no-fund", join(project, packed.filename));
  assert.deepEqual(readdirSync(join(project, "node_modules")).filter((name) => !name.startsWith(".")), ["graph-mfa"]);
  const installed = JSON.parse(readFileSync(join(project, "node_modules/graph-mfa/package.json"), "utf8"));
  assert.deepEqual(Object.keys(installed.dependencies ?? {}), []);
  assert.equal(installed.scripts.postinstall, undefined);
});

test("a program in TypeScript compiles against it and runs", () => {
  cpSync(join(root, "test/support/consumer.ts"), join(project, "consumer.ts"));
  const compilerOptions = {
    target: "ES2022",
    module: "NodeNext",
    lib: ["ES2022", "DOM"],
    types: [],
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
  };
  writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["consumer.ts"] }));
  run(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "--project", project], { stdio: "inherit" });

  const settings = JSON.stringify({ options: simulator.options, user: NORA.userPrincipalName });
  const said = JSON.parse(run(process.execPath, ["consumer.js", settings]));
  assert.deepEqual(said, { outcome: "done", kinds: ["phone", "microsoftAuthenticator"], error: "userNotFound" });
});

test("bundlers without Node's conditions get the entry point for browsers", () => {
  const script = (name) => `process.stdout.write(import.meta.resolve("${name}"))`;
  const resolve = (name) => run(process.execPath, ["--input-type=module", "--eval", script(name)]);
  assert.match(resolve("graph-mfa"), /\/dist\/node\.js$/);
  assert.match(resolve("graph-mfa/graph_mfa.wasm"), /\/dist\/glue\/graph_mfa_wasm_bg\.wasm$/);
  const { exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  assert.equal(Object.keys(exports["."])[0], "types");
  for (const path of Object.values(exports["."])) {
    assert.ok(contents.includes(path.replace("./", "")), path);
  }
});
