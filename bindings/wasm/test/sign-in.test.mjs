// Every way to sign in that the package offers, and how it tells that it did not work.

import assert from "node:assert/strict";
import { createPrivateKey, createSign, sign as signWith, constants } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { Simulator, otherCredential } from "./support/simulator.mjs";

const simulator = await Simulator.start();
const folder = mkdtempSync(join(tmpdir(), "graph-mfa-"));
after(() => rmSync(folder, { recursive: true }));

const keys = fileURLToPath(new URL("../../../tests/support/keys/", import.meta.url));
const tenantKeys = fileURLToPath(new URL("../../../tests/simulator/tests/keys/", import.meta.url));
const text = (path) => readFileSync(path, "utf8");

const APP = "8c7b0a4e-52f5-4f1a-9c31-2a3b64d0f001";
const AGENT = "agent@fabrikam.example";
const CERTIFICATE = text(join(tenantKeys, "desk.cert.pem"));
const pkcs8 = (name) => createPrivateKey({ key: readFileSync(join(tenantKeys, name)), format: "der", type: "pkcs8" });

/** A tenant with the service desk's application and an agent. */
async function load({ app, ...scenario } = {}) {
  const permissions = [
    "User.Read.All",
    "UserAuthenticationMethod.ReadWrite.All",
    "RoleManagement.Read.Directory",
    "GroupMember.Read.All",
  ];
  await simulator.load({
    applications: [
      {
        clientId: APP,
        name: "Service desk",
        certificates: [{ pem: CERTIFICATE }],
        permissions,
        delegatedPermissions: permissions,
        publicClient: true,
        redirectUris: { publicClient: ["http://localhost", "https://desk.example/done"] },
        ...app,
      },
    ],
    users: [{ displayName: "Agent", userPrincipalName: AGENT, roles: ["Authentication Administrator"] }],
    ...scenario,
  });
}

function connect(t, credential, registration = { tenant: simulator.startup.tenantId, clientId: APP }) {
  return simulator.connect(t, otherCredential(simulator, { ...registration, ...credential }));
}

test("a certificate signs in, whose key may have a passphrase", async (t) => {
  await load();
  for (const [file, passphrase] of [["desk.pem"], ["desk-pkcs1.pem"], ["desk-encrypted.pem", "hunter2"]]) {
    const client = await connect(t, { clientCertificate: { pem: text(join(keys, file)), passphrase } });
    const report = await client.checkSignIn();
    assert.equal(report.signedInAs, "application", file);
    assert.equal(report.appDisplayName, "Service desk");
  }
});

test("a certificate that cannot be used is refused without being repeated", async (t) => {
  await load();
  for (const [pem, passphrase, message] of [
    ["hunter2", undefined, /cannot be used/],
    [text(join(keys, "desk-encrypted.pem")), "hunter3", /cannot be used/],
    [text(join(keys, "not-a-pair.pem")), undefined, /no certificate in it belongs/],
  ]) {
    const refused = await connect(t, { clientCertificate: { pem, passphrase } }).then(assert.fail, (error) => error);
    assert.equal(refused.code, "invalidConfiguration");
    assert.match(refused.message, message);
    assert.ok(!JSON.stringify(refused).includes("hunter"), refused.message);
  }
});

test("a key that something else holds signs by either padding", async (t) => {
  await load();
  const key = pkcs8("desk.key.p8");
  for (const signatureAlgorithm of ["ps256", "rs256", undefined]) {
    const asked = [];
    const sign = async ({ algorithm, data }) => {
      asked.push(algorithm);
      const padding = algorithm === "ps256" ? constants.RSA_PKCS1_PSS_PADDING : constants.RSA_PKCS1_PADDING;
      return signWith("sha256", data, { key, padding, ...(algorithm === "ps256" && { saltLength: 32 }) });
    };
    const client = await connect(t, { sign, certificate: CERTIFICATE, signatureAlgorithm });
    assert.equal((await client.checkSignIn()).appId, APP);
    // Twice: the tenant's time is not this machine's, and the first refusal tells it.
    assert.deepEqual(asked, Array(2).fill(signatureAlgorithm ?? "ps256"));
  }
  const broken = await connect(t, { sign: async () => Promise.reject(new Error("the vault is closed")), certificate: CERTIFICATE });
  await assert.rejects(broken.checkSignIn(), { code: "signInFailed", message: /the vault is closed/ });
  const mistaken = await connect(t, { sign: async () => new Uint8Array(256), certificate: CERTIFICATE });
  await assert.rejects(mistaken.checkSignIn(), { code: "signInFailed", aadsts: 700027 });
});

test("a federated token comes from a function, a file or the environment", async (t) => {
  const credential = { issuer: "https://issuer.example", subject: "desk", pem: text(join(tenantKeys, "issuer.public.pem")) };
  await load({ app: { federatedCredentials: [credential] } });
  const issue = (aud) => {
    const now = 1787216400;
    const claims = { iss: credential.issuer, sub: credential.subject, aud, nbf: now, exp: now + 3600 };
    const signed = [{ alg: "RS256", typ: "JWT" }, claims]
      .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
      .join(".");
    return `${signed}.${createSign("sha256").update(signed).sign(pkcs8("issuer.key.p8"), "base64url")}`;
  };
  const byFunction = await connect(t, { federatedToken: async ({ audience }) => issue(audience) });
  assert.equal((await byFunction.checkSignIn()).appId, APP);

  const file = join(folder, "token");
  writeFileSync(file, issue("api://AzureADTokenExchange"));
  const byFile = await connect(t, { federatedToken: { file } });
  assert.equal((await byFile.checkSignIn()).appId, APP);

  const variables = { AZURE_FEDERATED_TOKEN_FILE: file, AZURE_CLIENT_ID: APP, AZURE_TENANT_ID: simulator.startup.tenantId };
  Object.assign(process.env, variables);
  try {
    const byEnvironment = await connect(t, { federatedToken: "environment" }, {});
    assert.equal((await byEnvironment.checkSignIn()).appId, APP);
  } finally {
    for (const name of Object.keys(variables)) delete process.env[name];
  }

  const misfit = await connect(t, { federatedToken: () => issue("api://elsewhere") });
  await assert.rejects(misfit.checkSignIn(), { code: "signInFailed", aadsts: 700212, message: /audience/ });
});

test("a managed identity signs in as the environment says", async (t) => {
  await load({
    identity: { header: "the-header-of-the-host" },
    applications: [{ name: "Runbook", managedIdentity: {} }],
  });
  const variables = {
    IDENTITY_ENDPOINT: `${simulator.startup.identity}/msi/token`,
    IDENTITY_HEADER: "the-header-of-the-host",
  };
  Object.assign(process.env, variables);
  try {
    const client = await connect(t, { managedIdentity: true }, {});
    assert.equal((await client.checkSignIn()).appDisplayName, "Runbook");
  } finally {
    for (const name of Object.keys(variables)) delete process.env[name];
  }
});

test("a person signs in in the browser of this machine, once for many calls", async (t) => {
  await load({ signIn: { automatic: true } });
  const client = await connect(t, { browser: true, loginHint: AGENT });
  const pages = [];
  const onEvent = (event) => {
    if (event.type === "browserSignIn") {
      pages.push(event.url);
      // Whoever sits in front of the browser; somebody else knocks first.
      const back = new URL(new URL(event.url).searchParams.get("redirect_uri"));
      fetch(new URL("/?code=stolen&state=wrong", back))
        .then((answer) => assert.equal(answer.status, 404))
        .then(() => fetch(event.url))
        .then((answer) => assert.equal(answer.status, 200));
    }
  };
  const report = await client.checkSignIn({ onEvent, operations: ["reset"] });
  assert.equal(report.userPrincipalName, AGENT);
  assert.equal(report.roles[0].displayName, "Authentication Administrator");
  assert.deepEqual(report.gap, { missing: [], missingRoles: [], unneeded: [] });
  await client.getUser(AGENT, { onEvent });
  assert.equal(pages.length, 1);
  assert.match(pages[0], /code_challenge_method=S256/);
});

test("a person signs in in a window of the program's own", async (t) => {
  await load({ signIn: { automatic: true } });
  const redirectUri = "https://desk.example/done";
  const show = async (url) => (await fetch(url, { redirect: "manual" })).headers.get("location");
  const client = await connect(t, { browser: { redirectUri, show }, loginHint: AGENT });
  assert.equal((await client.checkSignIn()).userPrincipalName, AGENT);

  const meddled = { redirectUri, show: async (url) => (await show(url)).replace(/([?&]state=)/, "$1x") };
  const other = await connect(t, { browser: meddled, loginHint: AGENT });
  await assert.rejects(other.checkSignIn(), { code: "signInFailed", message: /another sign-in/ });
});

test("a person signs in by a code, and a call that is stopped no longer waits", async (t) => {
  await load({ signIn: { deviceCodes: [{ user: AGENT, afterPolls: 2 }] } });
  const prompts = [];
  const client = await connect(t, { deviceCode: (prompt) => prompts.push(prompt) });
  assert.equal((await client.checkSignIn()).userPrincipalName, AGENT);
  assert.deepEqual(Object.keys(prompts[0]).sort(), ["expiresAt", "userCode", "verificationUri"]);

  await load();
  const stop = new AbortController();
  const waiting = await connect(t, { deviceCode: () => stop.abort(new Error("enough")) });
  await assert.rejects(waiting.checkSignIn({ signal: stop.signal }), (error) => {
    assert.equal(error.code, "cancelled");
    assert.equal(error.cause, stop.signal.reason);
    return true;
  });

  let gone;
  const window = { redirectUri: "https://desk.example/done", show: (_, signal) => new Promise(() => { gone = signal; }) };
  const shown = await connect(t, { browser: window, loginHint: AGENT });
  await assert.rejects(shown.checkSignIn({ signal: AbortSignal.timeout(200) }), { code: "cancelled" });
  assert.ok(gone.aborted, "the window is told that nobody waits");
});

test("what operations need is told without a tenant", async (t) => {
  await load();
  const client = await connect(t, { accessToken: await simulator.token() });
  const { least, roles, requiredResourceAccess } = client.permissions(["listMethods"], "application");
  assert.deepEqual(least, ["User.Read.All", "UserAuthenticationMethod.Read.All"]);
  assert.deepEqual(roles.map((role) => role.displayName), ["Authentication Administrator"]);
  assert.deepEqual(requiredResourceAccess[0].resourceAccess.map((access) => access.type), ["Role", "Role"]);
  assert.throws(() => client.permissions(["dance"]), { code: "invalidInput", message: /dance/ });
});

test("an application of Microsoft's is refused before anything is sent", async (t) => {
  await load();
  const registration = { tenant: simulator.startup.tenantId, clientId: "04b07795-8ddb-461a-bbee-02f9e1bf7b46" };
  await assert.rejects(connect(t, { deviceCode: () => undefined }, registration), {
    code: "invalidConfiguration",
    message: /the Azure CLI, which belongs to Microsoft/,
  });
});
