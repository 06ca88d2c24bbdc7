// Reading with Microsoft's Graph client: people, pages, methods, search, the audit log, and many things at once.

import assert from "node:assert/strict";
import { test } from "node:test";
import { BatchRequestContent, BatchResponseContent, GraphError, PageIterator } from "@microsoft/microsoft-graph-client";
import { graphClient } from "../graph.mjs";
import { NORA, admin, load, requests } from "../support.mjs";

const nora = NORA.userPrincipalName;

test("a person is read with the properties that were asked for", async () => {
  const client = graphClient(await load());
  const person = await client.api(`/users/${nora}`).select(["displayName", "accountEnabled"]).get();
  assert.equal(person.displayName, "Nora Lind");
  assert.equal(person.accountEnabled, true);
  assert.equal(person.mail, undefined, "nobody asked for it");
});

test("a person who does not exist is a GraphError that says so", async () => {
  const client = graphClient(await load());
  await assert.rejects(client.api("/users/nobody@fabrikam.example").get(), (error) => {
    assert.ok(error instanceof GraphError);
    assert.equal(error.statusCode, 404);
    assert.equal(error.code, "Request_ResourceNotFound");
    assert.match(error.message, /'nobody@fabrikam\.example' does not exist/);
    assert.equal(JSON.parse(error.body).innerError["request-id"], error.requestId);
    assert.equal(error.headers.get("request-id"), error.requestId);
    return true;
  });
});

test("a page iterator meets everybody once, and can be stopped and resumed", async () => {
  const tenant = await load({ users: [], generate: { users: 57, seed: 3 } });
  const client = graphClient(tenant);
  const first = await client.api("/users").select("id,userPrincipalName").top(10).get();
  assert.equal(first.value.length, 10);
  const met = [];
  const iterator = new PageIterator(client, first, (person) => met.push(person.id) !== 25);
  await iterator.iterate();
  assert.equal(met.length, 25);
  assert.equal(iterator.isComplete(), false);
  await iterator.resume();
  assert.equal(iterator.isComplete(), true);
  const { users } = await admin("GET", "/state");
  assert.deepEqual(met.toSorted(), users.map(({ id }) => id).toSorted());
});

test("search needs the header that allows it", async () => {
  const users = [NORA, { displayName: "Erik Lindqvist" }, { displayName: "Aino Berg" }];
  const client = graphClient(await load({ users }));
  const search = () => client.api("/users").search('"displayName:lind"').select("displayName").count(true);
  const found = await search().header("ConsistencyLevel", "eventual").get();
  assert.deepEqual(found.value.map((person) => person.displayName).toSorted(), ["Erik Lindqvist", "Nora Lind"]);
  assert.equal(found["@odata.count"], 2);
  await assert.rejects(search().get(), { statusCode: 400, code: "Request_UnsupportedQuery" });
});

test("methods are read from both versions, the default one from beta", async () => {
  const client = graphClient(await load());
  for (const version of ["v1.0", "beta"]) {
    const { value } = await client.api(`/users/${nora}/authentication/methods`).version(version).get();
    const kinds = value.map((method) => method["@odata.type"].replace("#microsoft.graph.", "")).toSorted();
    const expected = ["microsoftAuthenticator", "password", "phone"];
    assert.deepEqual(kinds, expected.map((kind) => `${kind}AuthenticationMethod`));
  }
  const preferences = client.api(`/users/${nora}/authentication/signInPreferences`);
  assert.equal((await preferences.version("beta").get()).userPreferredMethodForSecondaryAuthentication, "push");
});

test("the audit log is filtered and read page by page", async () => {
  const at = (minute) => new Date(Date.now() - minute * 60_000).toISOString();
  const by = "desk@fabrikam.example";
  const audits = [90, 60, 30].map((minute) => ({ at: at(minute), kind: "sessionsRevoked", by, on: nora }));
  const client = graphClient(await load({ users: [NORA, { userPrincipalName: by }], audits }));
  const filter = `activityDateTime ge ${at(70)} and initiatedBy/user/userPrincipalName eq '${by}'`;
  const first = await client.api("/auditLogs/directoryAudits").filter(filter).top(1).get();
  assert.equal(first.value.length, 1);
  const seen = [];
  await new PageIterator(client, first, (record) => seen.push(record)).iterate();
  assert.equal(seen.length, 2, "the third is older");
  assert.equal(seen[0].targetResources[0].userPrincipalName, nora);
});

test("a batch answers each of its requests by id", async () => {
  const tenant = await load();
  const client = graphClient(tenant);
  const get = (id, path) => ({ id, request: new Request(tenant.graph + path) });
  const batch = new BatchRequestContent([
    get("person", `/users/${nora}?$select=displayName`),
    get("methods", `/users/${nora}/authentication/methods`),
    get("nobody", "/users/nobody@fabrikam.example"),
  ]);
  const answer = await client.api("/$batch").post(await batch.getContent());
  const content = new BatchResponseContent(answer);
  assert.equal(content.getResponses().size, 3);
  assert.equal((await content.getResponseById("person").json()).displayName, "Nora Lind");
  assert.equal((await content.getResponseById("methods").json()).value.length, 3);
  const nobody = content.getResponseById("nobody");
  assert.equal(nobody.status, 404);
  assert.equal((await nobody.json()).error.code, "Request_ResourceNotFound");
  assert.equal((await requests()).filter((line) => line.endsWith("/$batch 200")).length, 1);
});
