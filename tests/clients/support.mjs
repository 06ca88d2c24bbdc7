// The tenant as tests see it: they make it, ask it for the truth, and reach it with Microsoft's clients.

import assert from "node:assert/strict";

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
