// An application signs in with Microsoft's authentication library for Node.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ConfidentialClientApplication, ServerError } from "@azure/msal-node";
import { makeCertificate } from "../certificate.mjs";
import { NORA, admin, load, requests } from "../support.mjs";

/** The application of the tenant, or another one. */
function application(tenant, auth) {
  return new ConfidentialClientApplication({
    auth: { clientId: tenant.clientId, authority: tenant.authority, knownAuthorities: [tenant.loginHost], ...auth },
  });
}

const acquire = (tenant, auth) =>
  application(tenant, { clientSecret: tenant.clientSecret, ...auth }).acquireTokenByClientCredential({
    scopes: [tenant.scope],
  });

/** Reads a person with a token. */
function read(tenant, { accessToken }) {
  const headers = { Authorization: `Bearer ${accessToken}` };
  return fetch(`${tenant.graph}/v1.0/users/${NORA.userPrincipalName}`, { headers });
}

/** How often the token endpoint was asked. */
const tokenRequests = async () => (await requests()).filter((line) => line.includes("/oauth2/v2.0/token ")).length;

test("a secret gets a token, which Graph takes and the library keeps", async () => {
  const tenant = await load();
  const client = application(tenant, { clientSecret: tenant.clientSecret });
  const first = await client.acquireTokenByClientCredential({ scopes: [tenant.scope] });
  assert.equal(first.tokenType, "Bearer");
  assert.equal(first.fromCache, false);
  const lifetime = first.expiresOn.getTime() - Date.now();
  assert.ok(lifetime > 3_500_000 && lifetime < 3_700_000, `${lifetime} ms`);
  assert.equal((await read(tenant, first)).status, 200);

  const second = await client.acquireTokenByClientCredential({ scopes: [tenant.scope] });
  assert.equal(second.fromCache, true);
  assert.equal(second.accessToken, first.accessToken);
  assert.equal(await tokenRequests(), 1);

  const third = await client.acquireTokenByClientCredential({ scopes: [tenant.scope], skipCache: true });
  assert.notEqual(third.accessToken, first.accessToken);
  assert.equal(await tokenRequests(), 2);
});

test("the tenant's own metadata is all that the library needs to know of it", async () => {
  const tenant = await load();
  const text = async (url) => (await fetch(url)).text();
  const instance = `${tenant.login}/common/discovery/instance?api-version=1.1`;
  const token = await acquire(tenant, {
    knownAuthorities: [],
    cloudDiscoveryMetadata: await text(`${instance}&authorization_endpoint=${tenant.authority}/oauth2/v2.0/authorize`),
    authorityMetadata: await text(`${tenant.authority}/v2.0/.well-known/openid-configuration`),
  });
  assert.equal((await read(tenant, token)).status, 200);
});

test("the tenant is also found by its domain", async () => {
  const tenant = await load();
  const token = await acquire(tenant, { authority: `${tenant.login}/${tenant.domain}` });
  assert.equal((await read(tenant, token)).status, 200);
});

test("a wrong secret is the library's ServerError with the service's number", async () => {
  const tenant = await load();
  await assert.rejects(acquire(tenant, { clientSecret: "not the secret" }), (error) => {
    assert.ok(error instanceof ServerError);
    assert.equal(error.errorCode, "invalid_client");
    assert.equal(error.errorNo, 7000215);
    assert.equal(error.status, 401);
    assert.match(error.errorMessage, /AADSTS7000215: Invalid client secret provided/);
    assert.match(error.errorMessage, new RegExp(`Correlation ID: ${error.correlationId}`), "the client's own id");
    return true;
  });
});

test("a certificate gets a token, and only the one that is registered", async () => {
  const { key: privateKey, pem, thumbprintSha256 } = makeCertificate("Desk");
  const desk = { name: "Desk", permissions: ["User.Read.All"], certificates: [{ pem }] };
  const tenant = await load({ applications: [desk] });
  const token = await acquire(tenant, { clientSecret: undefined, clientCertificate: { privateKey, thumbprintSha256 } });
  assert.equal((await read(tenant, token)).status, 200);
  const withChain = { privateKey, thumbprintSha256, x5c: pem };
  assert.ok(await acquire(tenant, { clientSecret: undefined, clientCertificate: withChain }));

  const other = makeCertificate("Desk");
  const unknown = { privateKey: other.key, thumbprintSha256: other.thumbprintSha256 };
  const forged = { privateKey: other.key, thumbprintSha256 };
  for (const clientCertificate of [unknown, forged]) {
    await assert.rejects(acquire(tenant, { clientSecret: undefined, clientCertificate }), (error) => {
      assert.ok(error instanceof ServerError);
      assert.deepEqual([error.errorCode, error.errorNo, error.status], ["invalid_client", 700027, 401]);
      return true;
    });
  }
});

test("an application that the tenant does not know is refused", async () => {
  const tenant = await load();
  const stranger = "11111111-2222-4333-8444-555555555555";
  await assert.rejects(acquire(tenant, { clientId: stranger }), { errorCode: "unauthorized_client", errorNo: 700016 });
});

test("a token endpoint that fails for a moment is told as such, and then asked again", async () => {
  const tenant = await load({ faults: [{ path: "/*/oauth2/v2.0/token", answer: { status: 503 } }] });
  await assert.rejects(acquire(tenant), { errorCode: "temporarily_unavailable", errorNo: 90033, status: 503 });
  assert.equal((await read(tenant, await acquire(tenant))).status, 200);
});

test("a token grows old by the tenant's clock", async () => {
  const tenant = await load();
  const token = await acquire(tenant);
  await admin("POST", "/clock/advance", { ms: 3_600_000 });
  assert.equal((await read(tenant, token)).status, 401);
});
