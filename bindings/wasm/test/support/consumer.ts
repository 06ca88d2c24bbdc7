// A program of somebody who installed the package. It is compiled against the packed types.

import {
  type ConnectOptions,
  type ErrorCode,
  type Event,
  MfaClient,
  MfaError,
  type MethodSummary,
  type PlannedReset,
  type ResetOutcome,
  isMfaError,
} from "graph-mfa";

declare const process: { argv: string[]; stdout: { write(text: string): void } };

const { options, user } = JSON.parse(process.argv[2] ?? "") as { options: ConnectOptions; user: string };

const client = await MfaClient.connect(options);
try {
  const steps: number[] = [];
  const onEvent = (event: Event) => {
    if (event.type === "stepFinished") steps.push(event.step);
  };
  const planned: PlannedReset = await client.planReset(user, { keep: ["fido2"] });
  const { fingerprint } = planned.plan;
  const reset: ResetOutcome = await client.reset(user, { fingerprint, onEvent, signal: AbortSignal.timeout(60_000) });
  const before: readonly MethodSummary[] = reset.methodsBefore;
  const revoked = await client.run({ operation: "revokeSessions", user });
  const revokedAnswer: "revokeSessions" = revoked.operation;
  const error: ErrorCode | undefined = await client.getUser(`${revokedAnswer}.${before.length}@fabrikam.example`).then(
    () => undefined,
    (thrown: unknown) => (isMfaError(thrown) && thrown instanceof MfaError ? thrown.code : undefined),
  );
  const kinds = reset.steps.map((step) => step.kind);
  process.stdout.write(JSON.stringify({ outcome: steps.length === 2 ? reset.outcome : steps, kinds, error }));
} finally {
  client.close();
}

// Mistakes that the types find.
export async function mistakes(): Promise<void> {
  // @ts-expect-error: one credential, not two
  await MfaClient.connect({ accessToken: "a", getToken: async () => "b" });
  // @ts-expect-error: a registration is needed
  await MfaClient.connect({ deviceCode: () => undefined });
  // @ts-expect-error: a certificate goes with a function that signs
  await MfaClient.connect({ tenant: "fabrikam.example", clientId: "a", sign: async () => new Uint8Array() });
  // @ts-expect-error: a credential is needed
  await MfaClient.connect({ tenant: "fabrikam.example" });
  // @ts-expect-error: no such scope
  await client.reset(user, { scope: "all" });
  // @ts-expect-error: a text is needed
  await client.run({ operation: "findUsers" });
  // @ts-expect-error: no such operation
  await client.run({ operation: "dance" });
}
