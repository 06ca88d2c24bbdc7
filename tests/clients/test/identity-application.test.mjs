// Applications sign in with Microsoft's identity library, and work with the Graph client.

import assert from "node:assert/strict";
import { generateKeyPairSync, sign } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { ClientCertificateCredential, EnvironmentCredential, WorkloadIdentityCredential } from "@azure/identity";
import { makeCertificate } from "../certificate.mjs";
import { graphClient, identityOptions, secretCredential } from "../graph.mjs";
import { NORA, load, requests } from "../support.mjs";

/** Nora's name, read with whatever the credential gets. */
async function readWith(tenant, credential) {
  const person = await graphClient(tenant, credential).api(`/users/${NORA.userPrincipalName}`).get();
  return person.displayName;
}

const tokenRequests = async () => (await requests()).filter((line) => line.includes("/oauth2/v2.0/token "));

test("a secret gets one token for many requests", async () => {
  const tenant = await load();
  const credential = secretCredential(tenant);
  const { expiresOnTimestamp } = await credential.getToken(tenant.scope);
  assert.ok(Math.abs(expiresOnTimestamp - Date.now() - 3_599_000) < 60_000);
  assert.equal(await readWith(tenant, credential), "Nora Lind");
  assert.equal(await readWith(tenant, credential), "Nora Lind");
  assert.equal((await tokenRequests()).length, 1);
});

test("a wrong secret is told with the service's number", async () => {
  const tenant = await load();
  await assert.rejects(secretCredential(tenant, "not the secret").getToken(tenant.scope), {
    name: "AuthenticationRequiredError",
    message: /^invalid_client: .*AADSTS7000215/,
  });
});

test("a token endpoint that is overloaded is asked again", async () => {
  const faults = [{ path: "/*/oauth2/v2.0/token", times: 2, answer: { status: 429, headers: { "Retry-After": "3" } } }];
  const tenant = await load({ faults });
  assert.equal(await readWith(tenant, secretCredential(tenant)), "Nora Lind");
  assert.deepEqual((await tokenRequests()).map((line) => line.slice(-3)), ["429", "429", "200"]);
});

/** A file that is gone when the test ends. */
async function temporaryFile(t, name, text) {
  const folder = await mkdtemp(join(tmpdir(), "graph-sim-clients-"));
  t.after(() => rm(folder, { recursive: true }));
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

test("a certificate in one file with its key gets a token", async (t) => {
  const { key, pem } = makeCertificate("Desk");
  const desk = { name: "Desk", permissions: ["User.Read.All"], certificates: [{ pem }] };
  const tenant = await load({ applications: [desk] });
  const certificatePath = await temporaryFile(t, "desk.pem", key + pem);
  const connect = (path, options) =>
    new ClientCertificateCredential(tenant.tenantId, tenant.clientId, path, { ...identityOptions(tenant), ...options });
  assert.equal(await readWith(tenant, connect({ certificatePath })), "Nora Lind");
  assert.equal(await readWith(tenant, connect({ certificate: key + pem })), "Nora Lind");
  const another = makeCertificate("Desk");
  await assert.rejects(connect({ certificate: another.key + another.pem }).getToken(tenant.scope), /AADSTS700027/);
});

test("a workload elsewhere signs in with a token of its own issuer", async (t) => {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const [issuer, subject] = ["https://cluster.example", "system:serviceaccount:desk:runner"];
  const pem = publicKey.export({ type: "spki", format: "pem" });
  const desk = { name: "Desk", permissions: ["User.Read.All"], federatedCredentials: [{ issuer, subject, pem }] };
  const tenant = await load({ applications: [desk] });
  const connect = async (sub) => {
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: issuer, sub, aud: "api://AzureADTokenExchange", iat: now, nbf: now, exp: now + 600 };
    const parts = [{ alg: "RS256", typ: "JWT" }, claims].map((part) => Buffer.from(JSON.stringify(part)));
    const signed = parts.map((part) => part.toString("base64url")).join(".");
    const token = `${signed}.${sign("sha256", Buffer.from(signed), privateKey).toString("base64url")}`;
    const { tenantId, clientId } = tenant;
    const tokenFilePath = await temporaryFile(t, "token", token);
    return new WorkloadIdentityCredential({ tenantId, clientId, tokenFilePath, ...identityOptions(tenant) });
  };
  assert.equal(await readWith(tenant, await connect(subject)), "Nora Lind");
  await assert.rejects((await connect("somebody else")).getToken(tenant.scope), /AADSTS700213/);
});

test("the environment says who signs in", async (t) => {
  const tenant = await load();
  const variables = {
    AZURE_TENANT_ID: tenant.tenantId,
    AZURE_CLIENT_ID: tenant.clientId,
    AZURE_CLIENT_SECRET: tenant.clientSecret,
    AZURE_AUTHORITY_HOST: tenant.login,
  };
  Object.assign(process.env, variables);
  t.after(() => Object.keys(variables).forEach((name) => delete process.env[name]));
  const credential = new EnvironmentCredential({ disableInstanceDiscovery: true });
  assert.equal(await readWith(tenant, credential), "Nora Lind");
});
