// Microsoft's libraries on a virtual machine (the instance metadata service).

import assert from "node:assert/strict";
import { test } from "node:test";
import { ManagedIdentityCredential } from "@azure/identity";
import { ManagedIdentityApplication } from "@azure/msal-node";
import { RESOURCE, applicationOf, environment, loadIdentities, readWith } from "../identities.mjs";
import { requests } from "../support.mjs";

function onMachine(t, tenant) {
  environment(t, { AZURE_POD_IDENTITY_AUTHORITY_HOST: tenant.identity });
}

/** How the machine answered. */
const answers = async () => {
  return (await requests()).filter((line) => line.includes("/metadata/")).map((line) => line.slice(-3));
};

// The libraries remember for the whole process where a machine's identities sign in. The tenant changes from test to
// test, its ports do not.

test("the identity library uses the identity that it names", async (t) => {
  const tenant = await loadIdentities([{ name: "One", kind: "user" }, { name: "Other", kind: "user" }]);
  onMachine(t, tenant);
  const { clientId } = tenant;
  const credential = new ManagedIdentityCredential({ clientId });
  const { token } = await credential.getToken(tenant.scope);
  assert.equal(applicationOf(token), clientId);
  assert.equal(await readWith(tenant, credential), "Nora Lind");
  assert.deepEqual(await answers(), ["200"]);
});

test("an identity that the machine does not have is final", async (t) => {
  const tenant = await loadIdentities([{ name: "One", kind: "user" }]);
  onMachine(t, tenant);
  const credential = new ManagedIdentityCredential({ clientId: "11111111-2222-4333-8444-555555555555" });
  await assert.rejects(credential.getToken(tenant.scope), {
    name: "CredentialUnavailableError",
    message: /invalid_request.*Identity not found/s,
  });
  assert.deepEqual(await answers(), ["400"]);
});

test("a machine that cannot answer for a moment is asked again", async (t) => {
  const faults = [{ path: "/metadata/**", times: 1, answer: { status: 503 } }];
  const tenant = await loadIdentities([{ name: "Machine" }], { faults });
  onMachine(t, tenant);
  const application = new ManagedIdentityApplication();
  const { accessToken, expiresOn } = await application.acquireToken({ resource: RESOURCE });
  assert.deepEqual(await answers(), ["503", "200"]);
  assert.ok(Math.abs(expiresOn.getTime() - Date.now() - 24 * 60 * 60 * 1000) < 60_000);
  assert.equal(await readWith(tenant, { getToken: async () => ({ token: accessToken }) }), "Nora Lind");
  const again = await application.acquireToken({ resource: RESOURCE });
  assert.equal(again.fromCache, true);
});
