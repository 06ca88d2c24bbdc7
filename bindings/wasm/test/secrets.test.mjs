// Secrets and tokens show up nowhere but on the wire.

import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { NORA, Simulator, otherCredential } from "./support/simulator.mjs";

const simulator = await Simulator.start();

const USER = NORA.userPrincipalName;

/** Everything that a careless program would write to a log. */
function shown(value) {
  return [inspect(value, { depth: 20, showHidden: true, getters: true }), JSON.stringify(value), String(value)].join("\n");
}

test("a client does not show how it signs in", async (t) => {
  await simulator.load();
  const { clientSecret } = simulator.startup;
  const client = await simulator.connect(t);
  await client.getUser(USER);
  assert.ok(!shown(client).includes(clientSecret));
  assert.equal(JSON.stringify({ client }), '{"client":{}}');
});

test("no canary of the tenant comes back in an answer, an event or an error", async (t) => {
  const faults = [{ path: "/auditLogs/**", times: 100, answer: { status: 403 } }];
  await simulator.load({ faults });
  const accessToken = await simulator.token();
  const texts = [];
  const note = (value) => texts.push(shown(value));
  for (const options of [
    simulator.options,
    otherCredential(simulator, { accessToken }),
    otherCredential(simulator, { getToken: async () => accessToken }),
    { ...simulator.options, clientSecret: "a-wrong-secret-of-ours" },
    otherCredential(simulator, { accessToken: "a-wrong-token-of-ours" }),
  ]) {
    const client = await simulator.connect(t, options);
    for (const request of [
      { operation: "findUsers", text: "nora" },
      { operation: "getUser", user: "nobody@fabrikam.example" },
      { operation: "reset", user: USER, revokeSessions: true },
      { operation: "whoReset" },
    ]) {
      await client.run(request, { onEvent: note }).then(note, note);
    }
    note(client);
  }
  const everything = texts.join("\n");
  assert.ok(everything.includes("signInFailed") && everything.includes('"done"'), "the calls did what they should");
  const canaries = (await simulator.admin("GET", "/canaries")).map((canary) => canary.value ?? canary);
  const secrets = [...canaries, accessToken, "a-wrong-secret-of-ours", "a-wrong-token-of-ours"];
  for (const secret of secrets) {
    assert.equal(typeof secret, "string");
    assert.ok(!everything.includes(secret), "a secret was shown");
  }
});
