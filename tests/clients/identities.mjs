// Programs on Azure's hosts, which sign in without a secret. The libraries find their host by environment variables,
// and remember it and its tokens for the whole process: each host has a test file, each test an identity of its own.

import { graphClient } from "./graph.mjs";
import { NORA, load } from "./support.mjs";

export const RESOURCE = "https://graph.microsoft.com";

/** A tenant with these managed identities, which may read people. */
export function loadIdentities(identities, scenario) {
  const applications = identities.map(({ name, ...managedIdentity }) => {
    return { name, permissions: ["User.Read.All"], managedIdentity };
  });
  return load({ applications, ...scenario });
}

/** Sets environment variables until the test ends. */
export function environment(t, variables) {
  Object.assign(process.env, variables);
  t.after(() => Object.keys(variables).forEach((name) => delete process.env[name]));
}

/** Nora's name, read with whatever the credential gets. */
export async function readWith(tenant, credential) {
  const person = await graphClient(tenant, credential).api(`/users/${NORA.userPrincipalName}`).get();
  return person.displayName;
}

/** The application that a token was issued to. */
export function applicationOf(accessToken) {
  return JSON.parse(Buffer.from(accessToken.split(".")[1], "base64url")).appid;
}
