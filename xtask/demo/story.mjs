// The part of Node: a service desk that uses the npm package. Reads the stage from standard input, writes lines of JSON
// (what is typed, what happens, what came of it), and waits for a line after the reset, while minutes pass in the
// tenant.

import { createInterface } from "node:readline/promises";
import { MfaClient } from "graph-mfa";

const input = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const nextLine = async () => (await input.next()).value;
const tell = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
const typing = (typed) => tell({ typed });
const onEvent = (event) => tell({ event });

const { graph, login, tenant, clientId, clientSecret, delayScale, search, user } = JSON.parse(await nextLine());
const desk = await MfaClient.connect({ tenant, clientId, clientSecret, testTenant: { graph, login, delayScale } });

typing(`await desk.findUsers("${search}")`);
const { users } = await desk.findUsers(search);
tell({ step: "find", value: users });

typing(`await desk.listMethods("${user}")`);
const { methods } = await desk.listMethods(user);
tell({ step: "methods", value: methods });

typing("const { plan } = await desk.planReset(user)");
const { plan } = await desk.planReset(user);
tell({ step: "plan", value: plan });

typing("await desk.reset(user, { fingerprint: plan.fingerprint, revokeSessions: true, onEvent })");
const { fingerprint } = plan;
const outcome = await desk.reset(user, { fingerprint, revokeSessions: true, onEvent });
tell({ step: "reset", value: outcome });

await nextLine();
typing("await desk.whoReset({ user, waitUpToMs: 600_000 })");
const { resets } = await desk.whoReset({ user, waitUpToMs: 600_000 });
tell({ step: "audit", value: resets });

desk.close();
process.stdin.destroy();
