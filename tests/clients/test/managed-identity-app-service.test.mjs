// Microsoft's libraries in a web application (Azure App Service).

import assert from "node:assert/strict";
import { test } from "node:test";
import { ManagedIdentityCredential } from "@azure/identity";
import { ManagedIdentityApplication } from "@azure/msal-node";
import { RESOURCE, applicationOf, environment, loadIdentities, readWith } from "../identities.mjs";

function inAppService(t, tenant, header = tenant.identityHeader) {
  environment(t, { IDENTITY_ENDPOINT: `${tenant.identity}/msi/token`, IDENTITY_HEADER: header });
}

test("the identity library uses the host's own identity", async (t) => {
  const tenant = await loadIdentities([{ name: "Web" }, { name: "Shared", kind: "user" }]);
  inAppService(t, tenant);
  const credential = new ManagedIdentityCredential();
  const { token, expiresOnTimestamp } = await credential.getToken(tenant.scope);
  assert.equal(applicationOf(token), tenant.clientId);
  assert.ok(Math.abs(expiresOnTimestamp - Date.now() - 24 * 60 * 60 * 1000) < 60_000);
  assert.equal(await readWith(tenant, credential), "Nora Lind");
});

test("the authentication library uses the identity with a resource id", async (t) => {
  const resourceId = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/i";
  const tenant = await loadIdentities([{ name: "Shared", kind: "user", resourceId }, { name: "Web" }]);
  inAppService(t, tenant);
  const managedIdentityIdParams = { userAssignedResourceId: resourceId };
  const application = new ManagedIdentityApplication({ managedIdentityIdParams });
  assert.equal(application.getManagedIdentitySource(), "AppService");
  const { accessToken } = await application.acquireToken({ resource: RESOURCE });
  assert.equal(applicationOf(accessToken), tenant.clientId);
});

test("an identity that the host does not have is told", async (t) => {
  const tenant = await loadIdentities([{ name: "Web" }]);
  inAppService(t, tenant);
  const credential = new ManagedIdentityCredential({ clientId: "11111111-2222-4333-8444-555555555555" });
  await assert.rejects(credential.getToken(tenant.scope), {
    name: "CredentialUnavailableError",
    message: /No User Assigned or Delegated Managed Identity found/,
  });
});
