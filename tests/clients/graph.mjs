// Microsoft's Graph client, signed in by Microsoft's identity library.

import { ClientSecretCredential } from "@azure/identity";
import { Client } from "@microsoft/microsoft-graph-client";
import { TokenCredentialAuthenticationProvider } from "@microsoft/microsoft-graph-client/authProviders/azureTokenCredentials/index.js";

/** Microsoft's Graph client with its own middleware, at the tenant. */
export function graphClient(tenant, credential = secretCredential(tenant)) {
  return Client.initWithMiddleware({
    baseUrl: tenant.graph,
    customHosts: new Set([tenant.graphHost]),
    authProvider: new TokenCredentialAuthenticationProvider(credential, { scopes: [tenant.scope] }),
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
