// Writing with Microsoft's Graph client: what it deletes and revokes is so in the tenant, and refusals reach the caller.

import assert from "node:assert/strict";
import { test } from "node:test";
import { BatchRequestContent, BatchResponseContent, GraphError } from "@microsoft/microsoft-graph-client";
import { graphClient } from "../graph.mjs";
import { NORA, load, truth } from "../support.mjs";

const nora = NORA.userPrincipalName;

/** Where Nora's methods of a kind are, and the method that she has of it. */
async function methodOf(client, kind) {
  const path = `/users/${nora}/authentication/${kind}Methods`;
  const [{ id }] = (await client.api(path).get()).value;
  return `${path}/${id}`;
}

test("the default method stays while others are there, and goes last", async () => {
  const client = graphClient(await load());
  const [app, phone] = [await methodOf(client, "microsoftAuthenticator"), await methodOf(client, "phone")];
  await assert.rejects(client.api(app).delete(), (error) => {
    assert.ok(error instanceof GraphError);
    assert.equal(error.statusCode, 400);
    assert.equal(error.code, "badRequest");
    assert.match(error.message, /matches the user's current default authentication method/);
    assert.equal(JSON.parse(error.body).code, "badRequest");
    return true;
  });
  assert.equal((await truth(nora)).methods.length, 2, "nothing was deleted");
  assert.equal(await client.api(phone).delete(), undefined, "204 has no content");
  await client.api(app).delete();
  const { methods, default: preferred } = await truth(nora);
  assert.deepEqual({ methods, preferred }, { methods: [], preferred: "none" });
});

test("the default is changed, and then the former one goes", async () => {
  const client = graphClient(await load());
  const preferences = client.api(`/users/${nora}/authentication/signInPreferences`).version("beta");
  await preferences.patch({ userPreferredMethodForSecondaryAuthentication: "sms" });
  await client.api(await methodOf(client, "microsoftAuthenticator")).delete();
  assert.equal((await truth(nora)).default, "sms");
});

test("a phone is registered and changed", async () => {
  const client = graphClient(await load());
  const phones = client.api(`/users/${nora}/authentication/phoneMethods`);
  const added = await phones.post({ phoneType: "office", phoneNumber: "+47 22000017" });
  assert.equal(added.phoneType, "office");
  await client.api(`/users/${nora}/authentication/phoneMethods/${added.id}`).patch({
    phoneType: "office",
    phoneNumber: "+47 22000018",
  });
  const office = (await truth(nora)).methods.find((method) => method.id === added.id);
  assert.equal(office.phoneNumber, "+47 22000018");
});

test("sessions are revoked, which the person's property shows", async () => {
  const client = graphClient(await load());
  const validFrom = async () => {
    const person = await client.api(`/users/${nora}`).select("signInSessionsValidFromDateTime").get();
    return Date.parse(person.signInSessionsValidFromDateTime);
  };
  const before = await validFrom();
  const { value } = await client.api(`/users/${nora}/revokeSignInSessions`).post({});
  assert.equal(value, true);
  assert.ok((await validFrom()) > before);
});

test("a batch writes in the order of its dependencies, and stops at a failure", async () => {
  const tenant = await load();
  const client = graphClient(tenant);
  const [app, phone] = [await methodOf(client, "microsoftAuthenticator"), await methodOf(client, "phone")];
  const step = (id, method, path, body) => {
    const headers = body && { "Content-Type": "application/json" };
    return { id, request: new Request(tenant.graph + path, { method, headers, body: body && JSON.stringify(body) }) };
  };
  const run = async (steps) => {
    const batch = new BatchRequestContent(steps.map((one) => ({ ...one })));
    for (const { id } of steps.slice(1)) {
      batch.addDependency(id);
    }
    const content = new BatchResponseContent(await client.api("/$batch").post(await batch.getContent()));
    return steps.map(({ id }) => content.getResponseById(id).status);
  };
  const revoke = step("revoke", "POST", `/users/${nora}/revokeSignInSessions`, {});
  assert.deepEqual(await run([step("app", "DELETE", app), step("phone", "DELETE", phone), revoke]), [400, 424, 424]);
  assert.equal((await truth(nora)).methods.length, 2);
  assert.deepEqual(await run([step("phone", "DELETE", phone), step("app", "DELETE", app), revoke]), [204, 204, 200]);
  assert.equal((await truth(nora)).methods.length, 0);
});

test("an application without the permission is refused", async () => {
  const client = graphClient(await load({ applications: [{ name: "Reader", permissions: ["User.Read.All"] }] }));
  await assert.rejects(client.api(`/users/${nora}/revokeSignInSessions`).post({}), {
    statusCode: 403,
    code: "Authorization_RequestDenied",
  });
});
