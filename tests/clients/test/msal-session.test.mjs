// A person's session: refreshed in silence, until it is revoked or something more is asked of the person.

import assert from "node:assert/strict";
import { test } from "node:test";
import { InteractionRequiredAuthError, PublicClientApplication } from "@azure/msal-node";
import { SCOPES, SIRI, answerCode, get, loadDesk, msalAuth, revokeSessions } from "../people.mjs";
import { admin, requests } from "../support.mjs";

/** An application with a signed-in person. */
async function signedIn(tenant, auth) {
  const client = new PublicClientApplication({ auth: { ...msalAuth(tenant), ...auth } });
  const signIn = (request) =>
    client.acquireTokenByDeviceCode({
      scopes: SCOPES,
      deviceCodeCallback: (code) => answerCode(code.userCode),
      ...request,
    });
  const first = await signIn();
  const silently = (request) => client.acquireTokenSilent({ account: first.account, scopes: SCOPES, ...request });
  return { first, signIn, silently };
}

const quick = { signIn: { deviceCodeIntervalSeconds: 1 } };

/** What every refusal that another sign-in can cure is. */
function interactionRequired(expected) {
  return (error) => {
    assert.ok(error instanceof InteractionRequiredAuthError, `${error}`);
    for (const [name, value] of Object.entries(expected)) {
      assert.equal(error[name], value);
    }
    return true;
  };
}

test("the token is kept, and refreshed when the application asks for it", async () => {
  const tenant = await loadDesk(quick);
  const { first, silently } = await signedIn(tenant);
  const kept = await silently();
  assert.equal(kept.fromCache, true);
  assert.equal(kept.accessToken, first.accessToken);
  const refreshed = await silently({ forceRefresh: true });
  assert.equal(refreshed.fromCache, false);
  assert.notEqual(refreshed.accessToken, first.accessToken);
  assert.equal((await get(tenant, "/me", refreshed)).status, 200);
  assert.equal((await silently({ forceRefresh: true })).fromCache, false, "by the refresh token that came with it");
});

test("after the sessions were revoked, the person must sign in again", async () => {
  const tenant = await loadDesk(quick);
  const { signIn, silently } = await signedIn(tenant);
  await revokeSessions(tenant, SIRI.userPrincipalName);
  const refused = interactionRequired({ errorCode: "invalid_grant", errorNo: 50173, subError: "bad_token" });
  await assert.rejects(silently({ forceRefresh: true }), refused);
  assert.equal((await silently()).fromCache, true, "the access token lives on");
  assert.ok(await signIn());
  assert.ok(await silently({ forceRefresh: true }));
});

test("a client that can take a challenge learns of the revocation from Graph", async () => {
  const tenant = await loadDesk(quick);
  const { first, signIn, silently } = await signedIn(tenant, { clientCapabilities: ["cp1"] });
  await revokeSessions(tenant, SIRI.userPrincipalName);
  // A revocation reaches Graph after a moment.
  await admin("POST", "/clock/advance", { ms: 1000 });
  const answer = await get(tenant, "/me", first);
  assert.equal(answer.status, 401);
  const [, encoded] = /claims="([^"]+)"/.exec(answer.headers.get("WWW-Authenticate"));
  const claims = Buffer.from(encoded, "base64").toString();
  await assert.rejects(silently({ claims }), interactionRequired({ errorCode: "invalid_grant" }));
  const again = await signIn({ claims });
  assert.equal((await get(tenant, "/me", again)).status, 200);
});

test("a policy that asks for more says which claims to ask for", async () => {
  const block = { reason: "mfaRequired", flows: ["refreshToken"] };
  const tenant = await loadDesk({ ...quick, users: [{ ...SIRI, signIn: { blocks: [block] } }] });
  const { silently } = await signedIn(tenant);
  await assert.rejects(silently({ forceRefresh: true }), (error) => {
    interactionRequired({ errorNo: 50076, subError: "basic_action" })(error);
    assert.ok(JSON.parse(error.claims).access_token);
    return true;
  });
});

test("a permission that nobody consented to is asked for interactively", async () => {
  const tenant = await loadDesk(quick);
  const { silently } = await signedIn(tenant);
  const refused = interactionRequired({ errorNo: 65001, subError: "consent_required" });
  await assert.rejects(silently({ scopes: ["AuditLog.Read.All"] }), refused);
  assert.ok((await requests()).some((line) => line.endsWith("/oauth2/v2.0/token 400")));
});

test("a refresh token that was not used for long has ended", async () => {
  const tenant = await loadDesk(quick);
  const { silently } = await signedIn(tenant);
  await admin("POST", "/clock/advance", { ms: 91 * 24 * 60 * 60 * 1000 });
  await assert.rejects(silently({ forceRefresh: true }), { errorCode: "invalid_grant", errorNo: 700082 });
});
