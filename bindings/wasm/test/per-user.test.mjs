// Per-user MFA, telephone numbers and hardware tokens: written once, and seen.

import assert from "node:assert/strict";
import { test } from "node:test";
import { NORA, Simulator } from "./support/simulator.mjs";

const simulator = await Simulator.start();
const USER = NORA.userPrincipalName;

test("changes the per-user state, and marks what weakens", async (t) => {
  await simulator.load();
  const client = await simulator.connect(t);
  const enabled = await client.setPerUserState(USER, "enabled");
  assert.equal(enabled.state, "enforced");
  assert.ok(enabled.notes.some((note) => note.code === "becameEnforced"));
  assert.equal((await client.getPerUserState(USER)).state, "enforced");
  const disabled = await client.setPerUserState(USER, "disabled", { case: { ticket: "4711" } });
  assert.equal(disabled.weakened, true);
});

test("sets a number, masked in what is told", async (t) => {
  await simulator.load({ users: [{ ...NORA, methods: [], default: "none" }] });
  const client = await simulator.connect(t);
  const { outcome, change, number } = await client.setPhone(USER, "mobile", "0047 900 00 018");
  assert.deepEqual([outcome, change, number], ["done", "added", "+47 ******18"]);
  await assert.rejects(client.setPhone(USER, "office", "12"), { code: "invalidInput" });
});

test("gives a hardware token, lists it, and takes it back", async (t) => {
  const secretKey = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
  await simulator.load({
    rules: { verificationCodeDrift: 100 },
    users: [{ ...NORA, methods: [], default: "none" }],
    hardwareTokens: [{ serialNumber: "F1", secretKey }, { serialNumber: "F2" }],
  });
  const client = await simulator.connect(t);
  await client.assignHardwareToken(USER, "F1");
  const active = await client.activateHardwareToken(USER, "384126");
  assert.equal(active.token.status, "activated");

  const tokens = [];
  const { count } = await client.listHardwareTokens({ onTokens: (page) => tokens.push(...page) });
  assert.equal(count, 2);
  assert.equal(tokens.find((token) => token.serialNumber === "F1").assignedTo.displayName, "Nora Lind");

  assert.equal((await client.deactivateHardwareToken(USER, { serialNumber: "F1" })).token.status, "assigned");
  assert.equal((await client.unassignHardwareToken(USER)).outcome, "done");
  await assert.rejects(client.assignHardwareToken(USER, "NOPE"), { code: "hardwareTokenNotFound" });
});
