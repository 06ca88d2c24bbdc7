// A person signs in with a browser: the authorization code with its proof key, from a desktop and from a server.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ConfidentialClientApplication, CryptoProvider, PublicClientApplication, ServerError } from "@azure/msal-node";
import { SCOPES, SIRI, browse, browseAndPost, get, loadDesk, msalAuth } from "../people.mjs";

const automatic = { signIn: { automatic: true } };
const redirectUri = "http://localhost:40555/";

/** The browser comes back with a code; the request that redeems it. */
async function authorize(client, more) {
  const { verifier, challenge } = await new CryptoProvider().generatePkceCodes();
  const address = await client.getAuthCodeUrl({
    scopes: SCOPES,
    redirectUri,
    loginHint: SIRI.userPrincipalName,
    state: "state of the caller",
    codeChallenge: challenge,
    codeChallengeMethod: "S256",
    ...more,
  });
  const back = await browse(address);
  assert.equal(back.searchParams.get("error_description"), null);
  assert.equal(back.origin + back.pathname, more?.redirectUri ?? redirectUri);
  assert.equal(back.searchParams.get("state"), "state of the caller");
  return { scopes: SCOPES, redirectUri, codeVerifier: verifier, code: back.searchParams.get("code"), ...more };
}

test("the library's own browser sign-in listens for the answer and redeems it", async () => {
  const tenant = await loadDesk(automatic);
  const client = new PublicClientApplication({ auth: msalAuth(tenant) });
  let page;
  const result = await client.acquireTokenInteractive({
    scopes: SCOPES,
    loginHint: SIRI.userPrincipalName,
    successTemplate: "You may close this page.",
    openBrowser: async (address) => {
      page = await browseAndPost(address);
    },
  });
  assert.equal(page, "You may close this page.");
  assert.equal(result.account.username, SIRI.userPrincipalName);
  assert.equal((await (await get(tenant, "/me", result)).json()).displayName, "Siri Dahl");
});

test("a desktop application redeems a code once", async () => {
  const tenant = await loadDesk(automatic);
  const client = new PublicClientApplication({ auth: msalAuth(tenant) });
  const request = await authorize(client);
  const result = await client.acquireTokenByCode(request);
  assert.equal(result.account.localAccountId, result.uniqueId);
  assert.equal(result.idTokenClaims.preferred_username, SIRI.userPrincipalName);
  await assert.rejects(client.acquireTokenByCode(request), { errorCode: "invalid_grant", errorNo: 54005 });
});

test("a code without the proof key that belongs to it is worth nothing", async () => {
  const tenant = await loadDesk(automatic);
  const client = new PublicClientApplication({ auth: msalAuth(tenant) });
  const request = await authorize(client);
  const { verifier: codeVerifier } = await new CryptoProvider().generatePkceCodes();
  await assert.rejects(client.acquireTokenByCode({ ...request, codeVerifier }), (error) => {
    assert.ok(error instanceof ServerError);
    assert.deepEqual([error.errorCode, error.errorNo], ["invalid_grant", 501481]);
    return true;
  });
});

test("a server redeems a code with its secret", async () => {
  const application = { secret: "s3cret of the server", redirectUris: { web: ["https://desk.example/answer"] } };
  const tenant = await loadDesk({ ...automatic, application });
  const connect = (clientSecret) => new ConfidentialClientApplication({ auth: { ...msalAuth(tenant), clientSecret } });
  const server = connect(tenant.clientSecret);
  const request = await authorize(server, { redirectUri: "https://desk.example/answer" });
  await assert.rejects(connect("another secret").acquireTokenByCode(request), { errorNo: 7000215 });
  const result = await server.acquireTokenByCode(request);
  assert.equal((await get(tenant, "/me", result)).status, 200);
});

test("an address that is not registered gets no code", async () => {
  const tenant = await loadDesk(automatic);
  const client = new PublicClientApplication({ auth: msalAuth(tenant) });
  const address = await client.getAuthCodeUrl({ scopes: SCOPES, redirectUri: "https://elsewhere.example/" });
  const answer = await fetch(address, { redirect: "manual" });
  assert.ok(answer.status !== 302 && (await answer.text()).includes("AADSTS50011"));
});
