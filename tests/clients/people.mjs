// People who sign in: an administrator, an application that acts for her, and her browser.

import assert from "node:assert/strict";
import { NORA, admin, load } from "./support.mjs";

/** An administrator of authentication methods. */
export const SIRI = {
  displayName: "Siri Dahl",
  userPrincipalName: "siri.dahl@fabrikam.example",
  roles: ["Authentication Administrator"],
  methods: [{ kind: "microsoftAuthenticator" }],
};

/** What the application may do for the person. */
export const SCOPES = ["User.Read", "User.Read.All", "UserAuthenticationMethod.ReadWrite.All"];

/** A tenant with a desktop application to which the administrator consented. */
export function loadDesk({ application, ...scenario } = {}) {
  const desk = {
    name: "Desk",
    publicClient: true,
    delegatedPermissions: SCOPES,
    redirectUris: { publicClient: ["http://localhost"] },
    ...application,
  };
  return load({ users: [NORA, SIRI], applications: [desk], ...scenario });
}

/** Options of the authentication library that say where the tenant is. */
export function msalAuth(tenant) {
  return { clientId: tenant.clientId, authority: tenant.authority, knownAuthorities: [tenant.loginHost] };
}

/** Siri enters the code that an application shows, and signs in or declines. */
export function answerCode(userCode, decision = "approve") {
  return admin("POST", "/sign-ins", { userCode, user: SIRI.userPrincipalName, decision });
}

/**
 * A browser in which whoever `login_hint` names is signed in at once, without a page: where the login host sends it
 * back to.
 */
export async function browse(address) {
  const answer = await fetch(address, { redirect: "manual" });
  assert.equal(answer.status, 302, await answer.text());
  return new URL(answer.headers.get("Location"));
}

/** The same when the login host answers with a form that the browser posts by itself: the page that it then gets. */
export async function browseAndPost(address) {
  const page = await (await fetch(address)).text();
  const plain = (text) => text.replaceAll("&#39;", "'").replaceAll("&quot;", '"').replaceAll("&amp;", "&");
  const [, action] = /<form[^>]* action="([^"]*)"/.exec(page) ?? assert.fail(page);
  const fields = page.matchAll(/<input[^>]* name="([^"]*)"[^>]* value="([^"]*)"/g);
  const body = new URLSearchParams([...fields].map(([, name, value]) => [plain(name), plain(value)]));
  return (await fetch(plain(action), { method: "POST", body })).text();
}

/** Reads from Graph with a token. */
export function get(tenant, path, { accessToken }) {
  return fetch(`${tenant.graph}/v1.0${path}`, { headers: { Authorization: `Bearer ${accessToken}` } });
}

/** An administrator ends the sessions of a person. */
export async function revokeSessions(tenant, user) {
  const { accessToken } = await admin("POST", "/tokens", { permissions: ["User.RevokeSessions.All"] });
  const headers = { Authorization: `Bearer ${accessToken}` };
  const answer = await fetch(`${tenant.graph}/v1.0/users/${user}/revokeSignInSessions`, { method: "POST", headers });
  assert.equal(answer.status, 200);
}
