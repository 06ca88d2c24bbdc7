// The tenant as tests see it: they make it, ask it for the truth, and reach it with Microsoft's clients.

import assert from "node:assert/strict";
import { ClientSecretCredential } from "@azure/identity";
import { Client } from "@microsoft/microsoft-graph-client";
import { TokenCredentialAuthenticationProvider } from "@microsoft/microsoft-graph-client/authProviders/azureTokenCredentials/index.js";

const adminOrigin = process.env.GRAPH_SIM_ADMIN;
assert.ok(adminOrigin, "start these tests with `npm test`: run.mjs starts the tenant");

/** A person with a default method. */
export const NORA = {
  displayName: "Nora Lind",
  userPrincipalName: "nora.lind@fabrikam.example",
  default: "push",
  methods: [
    { kind: "microsoftAuthenticator", displayName: "Pixel 9" },
    { kind: "phone", phoneType: "mobile", phoneNumber: "+47 90000017" },
  ],
};

/** Asks the admin face. */
export async function admin(method, path, body) {
  const answer = await fetch(new URL(path, adminOrigin), { method, body: body && JSON.stringify(body) });
  const text = await answer.text();
  assert.ok(answer.ok, `${method} ${path}: ${text}`);
  return text === "" ? undefined : JSON.parse(text);
}

/**
 * Makes a tenant of its own for a test. Its clock is right: what clients sign is valid by their clocks.
 * Seconds that they are told to wait become hundredths.
 */
export async function load({ rules, ...scenario } = {}) {
  const startup = await admin("PUT", "/scenario", {
    now: new Date().toISOString(),
    users: [NORA],
    ...scenario,
    rules: { delayScale: 0.01, ...rules },
  });
  return {
    ...startup,
    authority: `${startup.login}/${startup.tenantId}`,
    loginHost: new URL(startup.login).host,
    graphHost: new URL(startup.graph).hostname,
    scope: "https://graph.microsoft.com/.default",
  };
}

/** The truth about a person. */
export function truth(key) {
  return admin("GET", `/state/users/${encodeURIComponent(key)}`);
}

/** Every request since the tenant was made, as `METHOD path status`. */
export async function requests() {
  const log = await admin("GET", "/log");
  return log.map(({ method, path, status }) => `${method} ${path} ${status}`);
}

/** Microsoft's Graph client with its own middleware, at the tenant. */
export function graphClient(tenant, credential = secretCredential(tenant), scopes = [tenant.scope]) {
  return Client.initWithMiddleware({
    baseUrl: tenant.graph,
    customHosts: new Set([tenant.graphHost]),
    authProvider: new TokenCredentialAuthenticationProvider(credential, { scopes }),
  });
}

/** The application's client secret, as Microsoft's identity library uses it. */
export function secretCredential(tenant, secret = tenant.clientSecret) {
  return new ClientSecretCredential(tenant.tenantId, tenant.clientId, secret, identityOptions(tenant));
}

/** The options that any credential of the identity library needs to find the tenant. */
export function identityOptions(tenant) {
  return { authorityHost: tenant.login, disableInstanceDiscovery: true };
}
