// Every case through the npm package, against graph-sim over HTTP.
//
//   GRAPH_SIM=…/graph-sim GRAPHMFA_CONFORMANCE=…/graph-mfa-conformance node --test conformance.test.mjs

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, afterEach, before, beforeEach, test } from "node:test";

/** The tenant's delays and the client's pauses shrink alike: a minute takes 0.6 seconds. */
const DELAY_SCALE = 0.01;

const packageEntry = new URL("../../../bindings/wasm/dist/node.js", import.meta.url);
const { MfaClient, isMfaError } = await import(packageEntry);

/** A program of the workspace, by the environment variable that says where it is. */
function program(variable) {
  const path = process.env[variable];
  assert.ok(path, `${variable} must name the program`);
  return path;
}

/** What `graph-mfa-conformance` answers. */
function conformance(args, input) {
  const { error, status, stdout, stderr } = spawnSync(program("GRAPHMFA_CONFORMANCE"), args, {
    input,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  assert.ifError(error);
  assert.notEqual(status, 2, stderr);
  return { holds: status === 0, text: stdout };
}

/** The tenant's server. Cases use it one after the other. */
let tenant;
let startup;

before(async () => {
  const args = ["serve", "--users", "0", "--admin", "--exit-with-stdin", "--delay-scale", String(DELAY_SCALE)];
  tenant = spawn(program("GRAPH_SIM"), args, { stdio: ["pipe", "pipe", "inherit"] });
  const [line] = await once(createInterface({ input: tenant.stdout }), "line");
  startup = JSON.parse(line);
});

/** An empty folder, in which a case leaves its files. Names in cases are relative. */
let folder;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "graph-mfa-"));
  process.chdir(folder);
});

afterEach(() => {
  process.chdir(tmpdir());
  rmSync(folder, { recursive: true });
});

after(async () => {
  const gone = once(tenant, "exit");
  tenant.stdin.end();
  await gone;
});

/** Asks the admin face. */
async function admin(method, path, body) {
  const answer = await fetch(new URL(path, startup.admin), { method, body: body && JSON.stringify(body) });
  const text = await answer.text();
  assert.ok(answer.ok, `${method} ${path}: ${text}`);
  return JSON.parse(text);
}

/** Loads the case's tenant and connects to it as the case says. */
async function connect({ scenario, signIn, client = {} }) {
  const scaled = { ...scenario, rules: { ...scenario.rules, delayScale: DELAY_SCALE } };
  const { tenantId, clientId, clientSecret, graph, login } = await admin("PUT", "/scenario", scaled);
  const registration = { tenant: tenantId, clientId };
  const credential = signIn.token
    ? await admin("POST", "/tokens", signIn.token)
    : { ...registration, ...(signIn.deviceCode ? { deviceCode: () => undefined } : { clientSecret }) };
  return MfaClient.connect({ ...client, ...credential, testTenant: { graph, login, delayScale: DELAY_SCALE } });
}

/** The one place where a pass is told to whoever asked for it. */
function withoutThePass({ response: { temporaryAccessPass: _, ...response } = {}, ...others }) {
  return { ...others, response };
}

/** Does one request and remembers what came of it. */
async function observe(client, request, cancelOnEvent) {
  const events = [];
  const stop = new AbortController();
  const onEvent = (event) => {
    events.push(event);
    if (cancelOnEvent && Object.entries(cancelOnEvent).every(([key, value]) => event[key] === value)) {
      stop.abort();
    }
  };
  try {
    return { response: await client.run(request, { signal: stop.signal, onEvent }), events };
  } catch (thrown) {
    assert.ok(isMfaError(thrown), thrown);
    return { error: thrown, events };
  }
}

for (const name of conformance(["list"]).text.split("\n").filter(Boolean)) {
  test(name, async () => {
    const story = JSON.parse(conformance(["show", name]).text);
    const client = await connect(story);
    const observed = [];
    for (const request of story.requests ?? [story.request]) {
      observed.push(await observe(client, request, story.cancelOnEvent));
    }
    client.close();
    const evidence = JSON.stringify({ observed, state: await admin("GET", "/state"), log: await admin("GET", "/log") });
    const told = JSON.stringify(observed.map(withoutThePass));
    for (const secret of await admin("GET", "/canaries")) {
      assert.ok(!told.includes(secret), "a secret of the tenant occurs in what was observed");
    }
    const { holds, text } = conformance(["judge", name], evidence);
    assert.ok(holds, `${story.story}\n${text}`);
  });
}
