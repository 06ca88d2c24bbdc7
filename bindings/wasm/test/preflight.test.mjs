// Whether the service would let it happen, asked before anything is written.

import assert from "node:assert/strict";
import { test } from "node:test";
import { NORA, otherCredential, Simulator } from "./support/simulator.mjs";

const simulator = await Simulator.start();

const USER = NORA.userPrincipalName;
const AGENT = { displayName: "Agent", userPrincipalName: "agent@fabrikam.example", roles: ["Authentication Administrator"] };
const CHIEF = { displayName: "Chief", userPrincipalName: "chief@fabrikam.example", roles: ["Global Administrator"] };

/** A client that the agent is signed in to. */
async function connectAgent(t) {
  await simulator.load({ users: [NORA, AGENT, CHIEF] });
  const scopes = [
    "User.Read.All",
    "UserAuthenticationMethod.ReadWrite.All",
    "User.RevokeSessions.All",
    "RoleManagement.Read.Directory",
    "GroupMember.Read.All",
  ];
  const accessToken = await simulator.token({ upn: AGENT.userPrincipalName, scopes });
  return simulator.connect(t, otherCredential(simulator, { accessToken }));
}

test("tells person by person who may act, and who may where this sign-in may not", async (t) => {
  const client = await connectAgent(t);
  const { signedInAs, targets } = await client.preflight([USER, CHIEF.userPrincipalName]);
  assert.equal(signedInAs, "person");
  const [nora, chief] = targets;
  assert.deepEqual(
    nora.verdicts.map(({ purpose, answer }) => [purpose, answer]),
    [
      ["reset", "allowed"],
      ["revokeSessions", "allowed"],
    ],
  );
  assert.deepEqual(nora.standing, { holdings: [] });
  for (const verdict of chief.verdicts) {
    assert.equal(verdict.reason, "targetOutranks");
    assert.equal(verdict.leastRole.role.displayName, "Privileged Authentication Administrator");
  }
});

test("takes one person, and the purposes that are asked about", async (t) => {
  const client = await connectAgent(t);
  const { targets } = await client.preflight(USER, { purposes: ["setPerUserState"] });
  const [verdict] = targets[0].verdicts;
  assert.equal(verdict.reason, "permissionMissing");
  assert.deepEqual(verdict.missingPermissions[0].anyOf, ["Policy.ReadWrite.AuthenticationMethod"]);
  await assert.rejects(client.preflight([]), { name: "MfaError", code: "invalidInput", message: /users/ });
});

test("shows in the plan what the service would say to it", async (t) => {
  const client = await connectAgent(t);
  const { preflight, refused } = await client.planReset(CHIEF.userPrincipalName);
  assert.equal(preflight[0].answer, "refused");
  assert.equal(refused, undefined, "who has nothing to remove needs no leave");
  assert.equal((await client.planReset(USER)).preflight[0].answer, "allowed");
});
