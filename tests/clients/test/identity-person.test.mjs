// A person signs in with Microsoft's identity library, and the Graph client works in her name.

import assert from "node:assert/strict";
import { test } from "node:test";
import { AuthenticationRequiredError, DeviceCodeCredential } from "@azure/identity";
import { SIRI, answerCode, loadDesk, revokeSessions } from "../people.mjs";
import { graphClient, identityOptions } from "../graph.mjs";
import { NORA, requests, truth } from "../support.mjs";

/** A tenant, and a credential that shows its code to Siri, who does this with it. */
async function signIn(decision, options) {
  const tenant = await loadDesk({ signIn: { deviceCodeIntervalSeconds: 1 } });
  let asked = 0;
  const credential = new DeviceCodeCredential({
    tenantId: tenant.tenantId,
    clientId: tenant.clientId,
    userPromptCallback: ({ userCode }) => {
      asked += 1;
      answerCode(userCode, decision);
    },
    ...identityOptions(tenant),
    ...options,
  });
  return { tenant, credential, asked: () => asked };
}

test("one code is enough for everything that follows", async () => {
  const { tenant, credential, asked } = await signIn("approve");
  const client = graphClient(tenant, credential);
  assert.equal((await client.api("/me").get()).userPrincipalName, SIRI.userPrincipalName);
  const [{ id }] = (await client.api(`/users/${NORA.userPrincipalName}/authentication/phoneMethods`).get()).value;
  await client.api(`/users/${NORA.userPrincipalName}/authentication/phoneMethods/${id}`).delete();
  assert.equal((await truth(NORA.userPrincipalName)).methods.length, 1);
  assert.equal(asked(), 1);
  const signIns = (await requests()).filter((line) => line.endsWith("/oauth2/v2.0/devicecode 200"));
  assert.equal(signIns.length, 1);
});

test("what nobody consented to is refused", async () => {
  const { tenant, credential } = await signIn("approve");
  const client = graphClient(tenant, credential);
  await assert.rejects(client.api("/auditLogs/directoryAudits").get(), { statusCode: 403 });
});

test("a person who declines is an error", async () => {
  const { tenant, credential } = await signIn("decline");
  await assert.rejects(credential.getToken(tenant.scope), /authorization_declined/);
});

test("a session that ended is not renewed behind the person's back", async () => {
  const { tenant, credential } = await signIn("approve", { disableAutomaticAuthentication: true });
  await assert.rejects(credential.getToken(tenant.scope), AuthenticationRequiredError);
  await credential.authenticate(tenant.scope);
  // Claims are never answered from the library's store: it refreshes.
  const claims = JSON.stringify({ access_token: { acrs: { essential: true, value: "c1" } } });
  assert.ok(await credential.getToken(tenant.scope, { claims }));
  await revokeSessions(tenant, SIRI.userPrincipalName);
  await assert.rejects(credential.getToken(tenant.scope, { claims }), AuthenticationRequiredError);
});
