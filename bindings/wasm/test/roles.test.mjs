// Delegated roles, end to end: what they may do, who holds them, granting them and taking them back.

import assert from "node:assert/strict";
import { test } from "node:test";
import { NORA, Simulator } from "./support/simulator.mjs";

const simulator = await Simulator.start();

const USER = NORA.userPrincipalName;
const ROLE = "Authentication Administrator";

async function tenant(scenario = {}) {
  const permissions = [
    "User.Read.All",
    "RoleManagement.ReadWrite.Directory",
    "AdministrativeUnit.Read.All",
    "GroupMember.Read.All",
  ];
  const applications = [{ name: "Delegation", secret: "the-secret-of-delegation", permissions }];
  await simulator.load({ applications, administrativeUnits: [{ displayName: "North" }], ...scenario });
}

test("tells what a role may do", async (t) => {
  await tenant();
  const client = await simulator.connect(t);
  const { roles } = await client.listRoles();
  const role = roles.find((each) => each.displayName === ROLE);
  assert.ok(role.grantable && role.canBeScoped && role.readFromTenant);
  assert.ok(role.actions.some((action) => action.meaning === "revoke sign-in sessions"));
});

test("grants a role in one unit and takes it back", async (t) => {
  await tenant();
  const client = await simulator.connect(t);
  const administrativeUnit = "North";
  const plan = await client.grantRole(ROLE, USER, { administrativeUnit, validateOnly: true });
  assert.deepEqual(plan.people.map((person) => person.status), ["planned"]);
  assert.deepEqual((await client.listRoleAssignments({ role: ROLE })).assignments, []);

  const granted = await client.grantRole(ROLE, [USER, "nobody@fabrikam.example"], { administrativeUnit });
  assert.deepEqual(granted.people.map((person) => person.status), ["done", "failed"]);
  assert.equal(granted.people[1].error.code, "userNotFound");
  const { assignments, incomplete } = await client.listRoleAssignments({ user: USER });
  assert.equal(incomplete, false);
  assert.equal(assignments[0].administrativeUnit.displayName, "North");

  const elsewhere = await client.revokeRole(ROLE, USER);
  assert.deepEqual([elsewhere.people[0].status, elsewhere.people[0].stays.length], ["notHeld", 1]);
  const taken = await client.revokeRole(ROLE, USER, { administrativeUnit });
  assert.equal(taken.people[0].status, "done");
});

test("grants a role for a time", async (t) => {
  await tenant();
  const client = await simulator.connect(t);
  const until = new Date("2999-01-01T00:00:00Z");
  const outcome = await client.grantRole(ROLE, USER, { until, case: { reason: "cover", ticket: "4711" } });
  assert.deepEqual([outcome.kind, outcome.people[0].status], ["timeBoxed", "done"]);
  const eligible = await client.grantRole(ROLE, USER, { kind: "eligible" });
  assert.equal(eligible.people[0].status, "done");
});

test("never grants what governs roles", async (t) => {
  await tenant();
  const client = await simulator.connect(t);
  await assert.rejects(client.grantRole("Global Administrator", USER), { name: "MfaError", code: "guarded" });
});
