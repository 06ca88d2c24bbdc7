// What goes wrong, and how it is told.

import assert from "node:assert/strict";
import { test } from "node:test";
import { MfaClient, MfaError, isMfaError } from "graph-mfa";
import { NORA, Simulator, otherCredential } from "./support/simulator.mjs";

const simulator = await Simulator.start();

/** The error that a call rejects with. */
async function failure(call) {
  try {
    await call;
  } catch (error) {
    assert.ok(isMfaError(error), String(error));
    return error;
  }
  return assert.fail("the call did not fail");
}

test("an unknown person is named", async (t) => {
  await simulator.load();
  const client = await simulator.connect(t);
  const error = await failure(client.getUser("nobody@fabrikam.example"));
  assert.ok(error instanceof MfaError && error instanceof Error);
  assert.equal(error.name, "MfaError");
  assert.equal(error.code, "userNotFound");
  assert.equal(error.subject, "nobody@fabrikam.example");
  assert.ok(error.remedy);
  const { code, message, subject } = JSON.parse(JSON.stringify(error));
  assert.deepEqual({ code, message, subject }, { code: error.code, message: error.message, subject: error.subject });
  assert.match(error.stack, /^MfaError: .*/);
});

test("a wrong secret is a failed sign-in, with what Entra said", async (t) => {
  await simulator.load();
  const client = await simulator.connect(t, { ...simulator.options, clientSecret: "not-the-secret" });
  const error = await failure(client.getUser(NORA.userPrincipalName));
  assert.equal(error.code, "signInFailed");
  assert.equal(error.aadsts, 7000215);
  assert.equal(error.status, 401);
  assert.ok(error.remedy);
});

test("an expired token is told from a rejected one", async (t) => {
  await simulator.load();
  const expired = await simulator.token({ expiresIn: -60 });
  const client = await simulator.connect(t, otherCredential(simulator, { accessToken: expired }));
  assert.equal((await failure(client.getUser(NORA.userPrincipalName))).code, "tokenExpired");
  const other = await simulator.connect(t, otherCredential(simulator, { accessToken: "not.a.token" }));
  assert.equal((await failure(other.getUser(NORA.userPrincipalName))).code, "tokenRejected");
});

test("a missing permission is named before the first write", async (t) => {
  await simulator.load();
  const permissions = [
    "User.Read.All",
    "UserAuthenticationMethod.Read.All",
    "RoleManagement.Read.Directory",
    "PrivilegedEligibilitySchedule.Read.AzureADGroup",
  ];
  const accessToken = await simulator.token({ permissions });
  const client = await simulator.connect(t, otherCredential(simulator, { accessToken }));
  const error = await failure(client.reset(NORA.userPrincipalName));
  assert.equal(error.code, "permissionMissing");
  assert.equal((await simulator.user(NORA.userPrincipalName)).writes, 0);
});

test("a protected person is not touched", async (t) => {
  await simulator.load();
  const client = await simulator.connect(t, { ...simulator.options, protectedUsers: [NORA.userPrincipalName] });
  assert.equal((await failure(client.reset(NORA.userPrincipalName))).code, "guarded");
  assert.equal((await simulator.user(NORA.userPrincipalName)).writes, 0);
});

test("a service that cannot be reached is a network failure", async (t) => {
  const nowhere = { graph: "http://127.0.0.1:9", login: "http://127.0.0.1:9", delayScale: 0.001 };
  const client = await simulator.connect(t, { ...simulator.options, testTenant: nowhere, patienceMs: 1000 });
  assert.equal((await failure(client.getUser(NORA.userPrincipalName))).code, "network");
});

test("wrong options are refused when connecting, by name", async () => {
  const refused = async (options) => failure(MfaClient.connect(options));
  for (const options of [{}, { accessToken: "a", getToken: () => "b" }]) {
    const error = await refused(options);
    assert.equal(error.code, "invalidConfiguration");
    assert.match(error.remedy, /^give one of clientSecret, .*managedIdentity.*deviceCode$/);
  }
  const error = await refused({ accessToken: "a", testTenant: { graph: "http://10.0.0.1", login: "http://10.0.0.1" } });
  assert.equal(error.code, "invalidConfiguration");
  assert.match(error.message, /testTenant/);
  assert.equal((await refused({ accessToken: "a", cloud: "mars" })).code, "invalidConfiguration");
  assert.match((await refused({ accessToken: "a", patience: 1 })).message, /patience/);
});

test("a malformed request is refused, and nothing is sent", async (t) => {
  await simulator.load();
  const client = await simulator.connect(t);
  for (const request of [{ operation: "dance" }, { operation: "getUser" }, { operation: "getUser", user: 7 }, {}]) {
    assert.equal((await failure(client.run(request))).code, "invalidInput", JSON.stringify(request));
  }
  assert.deepEqual(await simulator.log(), []);
});

test("an error of another copy of the package is recognized", () => {
  const copy = Object.assign(new Error("elsewhere"), { [Symbol.for("graph-mfa/MfaError")]: true });
  assert.ok(isMfaError(copy));
  assert.ok(!(copy instanceof MfaError));
  for (const other of [undefined, null, "text", {}, new Error("plain"), { code: "cancelled" }]) {
    assert.ok(!isMfaError(other));
  }
});
