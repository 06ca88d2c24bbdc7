// The transport: what an injected `fetch` sees, and what it may answer.

import assert from "node:assert/strict";
import { test } from "node:test";
import { NORA, Simulator } from "./support/simulator.mjs";

const simulator = await Simulator.start();

const USER = NORA.userPrincipalName;
const isGraph = (url) => url.startsWith(simulator.startup.graph);

/** A fetch that notes every call, and lets `answer` replace those to Graph. */
function spy(answer) {
  const calls = [];
  const spied = async (url, init) => {
    calls.push({ url, init });
    return (isGraph(url) && answer?.(url, init)) || fetch(url, init);
  };
  return { calls, options: { ...simulator.options, fetch: spied } };
}

test("every request goes through it, and says how it wants to be sent", async (t) => {
  await simulator.load();
  const { calls, options } = spy();
  const client = await simulator.connect(t, { ...options, host: "desk-tool/2.1" });
  await client.reset(USER);
  assert.ok(calls.length >= 3);
  for (const { url, init } of calls) {
    assert.ok(isGraph(url) || url.startsWith(simulator.startup.login), url);
    assert.equal(init.redirect, "manual");
    assert.equal(init.credentials, "omit");
    assert.equal(init.cache, "no-store");
    assert.ok(init.signal instanceof AbortSignal);
    assert.match(init.headers["user-agent"], /^graph-mfa\/\S+ desk-tool\/2\.1$/);
    assert.equal("authorization" in init.headers, isGraph(url));
  }
  assert.equal((await simulator.log()).length > 0, true);
});

test("a redirect is not followed, and the token stays at home", async (t) => {
  const location = "http://127.0.0.1:9/elsewhere";
  const redirect = { path: "/users/**", times: 100, answer: { status: 302, headers: { location } } };
  await simulator.load({ faults: [redirect] });
  const { calls, options } = spy();
  const client = await simulator.connect(t, options);
  await assert.rejects(client.getUser(USER), { name: "MfaError", status: 302 });
  assert.ok(calls.every(({ url }) => !url.includes("elsewhere")));
});

test("a redirect that a browser hides is told from a broken connection", async (t) => {
  await simulator.load();
  const hidden = Object.defineProperty(Response.error(), "type", { value: "opaqueredirect" });
  const { options } = spy(() => hidden);
  const client = await simulator.connect(t, options);
  await assert.rejects(client.getUser(USER), { name: "MfaError", status: 302 });
});

test("a next page on another origin is refused", async (t) => {
  await simulator.load();
  const page = { value: [], "@odata.nextLink": "http://127.0.0.1:9/v1.0/users?$skiptoken=x" };
  const { calls, options } = spy(() => Response.json(page));
  const client = await simulator.connect(t, options);
  await assert.rejects(client.findUsers("nora", { limit: 50 }), { code: "untrustedOrigin" });
  assert.ok(calls.every(({ url }) => !url.includes("skiptoken")));
});

test("an answer without an address of its own is as good as any", async (t) => {
  await simulator.load();
  const { options } = spy(() => Response.json({ id: "7", userPrincipalName: USER, displayName: "Nora" }));
  const client = await simulator.connect(t, options);
  assert.equal((await client.getUser(USER)).displayName, "Nora");
});

test("what is no answer is a network failure, and does not break the client", async (t) => {
  await simulator.load();
  let broken;
  const { options } = spy(() => broken?.());
  const client = await simulator.connect(t, options);
  for (broken of [
    () => Promise.reject(new TypeError("Failed to fetch")),
    () => { throw new Error("thrown at once"); },
    () => "no Response",
    () => ({ status: 200 }),
    () => ({ status: 200, headers: new Headers(), arrayBuffer: () => Promise.reject(new Error("cut")) }),
  ]) {
    await assert.rejects(client.getUser(USER), { code: "network" }, String(broken));
  }
  broken = undefined;
  assert.equal((await client.getUser(USER)).userPrincipalName, USER);
});

test("a deletion whose answer was lost is found to have happened", async (t) => {
  const cut = { method: "DELETE", path: "/users/*/authentication/phoneMethods/*", answer: { drop: "afterCommit" } };
  await simulator.load({ faults: [cut] });
  const client = await simulator.connect(t);
  const outcome = await client.reset(USER);
  assert.equal(outcome.outcome, "done");
  assert.equal(outcome.steps.find((step) => step.kind === "phone").status, "alreadyGone");
});
