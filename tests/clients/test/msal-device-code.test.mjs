// A person signs in with a device code: approved in time, declined, or too late.

import assert from "node:assert/strict";
import { test } from "node:test";
import { AuthError, PublicClientApplication } from "@azure/msal-node";
import { SCOPES, SIRI, answerCode, get, loadDesk, msalAuth } from "../people.mjs";
import { admin, requests } from "../support.mjs";

/** Signs in; `answer` is what becomes of the code. */
function signIn(tenant, answer, request) {
  const client = new PublicClientApplication({ auth: msalAuth(tenant) });
  return client.acquireTokenByDeviceCode({ scopes: SCOPES, deviceCodeCallback: answer, ...request });
}

const polls = async () => {
  const lines = (await requests()).filter((line) => line.includes("/oauth2/v2.0/token "));
  return lines.map((line) => line.slice(-3));
};

test("a code that is approved while the library waits becomes a person's token", async () => {
  const tenant = await loadDesk({ signIn: { deviceCodeIntervalSeconds: 1 } });
  let shown;
  const result = await signIn(tenant, (code) => {
    shown = code;
    setTimeout(() => answerCode(code.userCode), 500);
  });
  assert.ok(shown.message.includes(shown.userCode));
  assert.equal(shown.expiresIn, 900);
  assert.ok(shown.verificationUri.startsWith("https://"));
  assert.deepEqual(await polls(), ["400", "200"], "pending, then signed in");
  assert.equal(result.account.username, SIRI.userPrincipalName);
  assert.equal(result.account.name, "Siri Dahl");
  assert.equal(result.tenantId, tenant.tenantId);
  assert.deepEqual(SCOPES.filter((scope) => !result.scopes.includes(scope)), []);
  assert.equal((await (await get(tenant, "/me", result)).json()).userPrincipalName, SIRI.userPrincipalName);
});

test("a code that is declined ends the wait", async () => {
  const tenant = await loadDesk({ signIn: { deviceCodeIntervalSeconds: 1 } });
  const declined = signIn(tenant, (code) => answerCode(code.userCode, "decline"));
  await assert.rejects(declined, (error) => {
    assert.ok(error instanceof AuthError);
    assert.match(error.message, /authorization_declined/);
    return true;
  });
});

test("a code that nobody enters in time ends", async () => {
  const tenant = await loadDesk({ signIn: { deviceCodeIntervalSeconds: 1 } });
  const late = signIn(tenant, () => admin("POST", "/clock/advance", { ms: 901_000 }));
  await assert.rejects(late, /expired_token/);
});

test("an application that is no public client must not use codes", async () => {
  const tenant = await loadDesk({ application: { publicClient: false } });
  await assert.rejects(signIn(tenant, (code) => answerCode(code.userCode)), /invalid_client/);
});

test("a person who may not sign in this way is told why", async () => {
  const blocked = { ...SIRI, signIn: { blocks: [{ reason: "conditionalAccess", flows: ["deviceCode"] }] } };
  const tenant = await loadDesk({ users: [blocked], signIn: { deviceCodeIntervalSeconds: 1 } });
  const refused = signIn(tenant, (code) => answerCode(code.userCode).catch(() => {}));
  await assert.rejects(refused, /invalid_grant/);
});
