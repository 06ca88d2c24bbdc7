// Access tokens that the caller brings along.

import assert from "node:assert/strict";
import { test } from "node:test";
import { NORA, Simulator, otherCredential } from "./support/simulator.mjs";

const simulator = await Simulator.start();

const USER = NORA.userPrincipalName;

function connect(test, getToken) {
  return simulator.connect(test, otherCredential(simulator, { getToken }));
}

test("an access token signs in without a sign-in", async (t) => {
  await simulator.load();
  const client = await simulator.connect(t, otherCredential(simulator, { accessToken: await simulator.token() }));
  assert.equal((await client.getUser(USER)).userPrincipalName, USER);
  assert.ok((await simulator.log()).every((entry) => !entry.path.includes("oauth2")));
});

test("the token function is asked for Graph's scope, once for many calls", async (t) => {
  await simulator.load();
  const token = await simulator.token();
  const asks = [];
  const client = await connect(t, async (ask) => {
    asks.push(ask);
    return token;
  });
  await Promise.all([client.getUser(USER), client.listMethods(USER), client.findUsers("nora")]);
  assert.deepEqual(asks, [{ scope: "https://graph.microsoft.com/.default" }]);
});

test("the token function may answer at once, and as @azure/identity does", async (t) => {
  await simulator.load();
  const token = await simulator.token();
  const atOnce = await connect(t, () => token);
  assert.equal((await atOnce.getUser(USER)).userPrincipalName, USER);
  const azure = await connect(t, async () => ({ token, expiresOnTimestamp: Date.now() + 3_600_000 }));
  assert.equal((await azure.getUser(USER)).userPrincipalName, USER);
});

test("a token that the service refuses is asked for again, with the challenge", async (t) => {
  const claims = '{"access_token":{"nbf":{"essential":true,"value":"1"}}}';
  const challenge = `Bearer error="insufficient_claims", claims="${Buffer.from(claims).toString("base64")}"`;
  const answer = { status: 401, headers: { "WWW-Authenticate": challenge } };
  await simulator.load({ faults: [{ path: "/users/**", answer }] });
  const asks = [];
  const client = await connect(t, async (ask) => {
    asks.push(ask);
    return simulator.token();
  });
  assert.equal((await client.getUser(USER)).userPrincipalName, USER);
  assert.deepEqual(asks.map((ask) => ask.claims), [undefined, claims]);
});

test("a token function that fails is a failed sign-in, and says so", async (t) => {
  await simulator.load();
  for (const [getToken, message] of [
    [async () => Promise.reject(new Error("the vault is closed")), /the vault is closed/],
    [() => { throw new Error("thrown at once"); }, /thrown at once/],
    [async () => undefined, /no token/],
    [async () => ({ token: "" }), /no token/],
    [async () => 7, /no token/],
  ]) {
    const client = await connect(t, getToken);
    await assert.rejects(client.getUser(USER), { code: "signInFailed", subject: "getToken", message });
  }
  assert.deepEqual(await simulator.log(), []);
});
