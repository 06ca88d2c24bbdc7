// The part of Node: a service desk that uses the npm package. Reads the stage from standard input, writes one line of
// JSON per step, and waits for a line after the reset, while minutes pass in the tenant.

import { createInterface } from "node:readline/promises";
import { MfaClient } from "graph-mfa";

const input = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const nextLine = async () => (await input.next()).value;
const tell = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
const onEvent = (event) => tell({ event });

const { graph, login, tenant, clientId, clientSecret, delayScale, search, user } = JSON.parse(await nextLine());
const desk = await MfaClient.connect({ tenant, clientId, clientSecret, testTenant: { graph, login, delayScale } });

const { users } = await desk.findUsers(search);
tell({ step: "find", typed: `await desk.findUsers("${search}")`, value: users });

const { methods } = await desk.listMethods(user);
tell({ step: "methods", typed: `await desk.listMethods("${user}")`, value: methods });

const { plan } = await desk.planReset(user);
tell({ step: "plan", typed: `await desk.planReset("${user}")`, value: plan });

const { fingerprint } = plan;
const outcome = await desk.reset(user, { revokeSessions: true, fingerprint, onEvent });
tell({ step: "reset", typed: `await desk.reset("${user}", { revokeSessions: true, fingerprint })`, value: outcome });

await nextLine();
const { resets } = await desk.whoReset({ user, waitUpToMs: 600_000 });
tell({ step: "audit", typed: `await desk.whoReset({ user: "${user}" })`, value: resets });

desk.close();
process.stdin.destroy();
