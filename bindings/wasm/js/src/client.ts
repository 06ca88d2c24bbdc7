/// <reference lib="esnext.disposable" preserve="true" />

import type {
  AdministrativeUnitList,
  ApplicationOutcome,
  AuditAnswer,
  AuditEntry,
  ClientConfig,
  Event,
  HardwareTokenList,
  Inspection,
  IssuedPass,
  JournalReport,
  PassOptions,
  PassRemoval,
  PassReport,
  PerUserStateOutcome,
  PerUserStateReport,
  PermissionKind,
  PersonResult,
  PhoneOutcome,
  PhoneType,
  PlannedPerson,
  PlannedReset,
  PreflightReport,
  QuickRequest,
  QuickResponse,
  RegistrationRow,
  RegistrationSummary,
  Request,
  RescueOutcome,
  ResetOutcome,
  Response,
  RevokeOutcome,
  RoleAssignmentList,
  RoleChangeOutcome,
  RoleList,
  RunInput,
  RunPlan,
  RunRow,
  RunSummary,
  SignInReport,
  TokenOutcome,
  User,
  UserList,
} from "./contract.js";
import { type EngineCredential, parted } from "./credential.js";
import { host, initialize, sendsUserAgent } from "./engine.js";
import { MfaError, toMfaError } from "./error.js";
import { CancelHandle, Engine, quick } from "./glue/graph_mfa_wasm.js";
import { KEPT, storeOf } from "./journal.js";
import { type Begin, RowStream } from "./rows.js";
import { RunStream } from "./runs.js";
import type {
  AssignTokenOptions,
  AuditEntriesOptions,
  CallOptions,
  CheckSignInOptions,
  ConnectOptions,
  ExportProofOptions,
  FindUsersOptions,
  GrantRoleOptions,
  HardwareTokenOptions,
  InitializeApplicationOptions,
  IssuePassOptions,
  PassSettings,
  PlanResetOptions,
  PlanRunOptions,
  PreflightOptions,
  RegistrationReportOptions,
  RemoveMethodOptions,
  RescueOptions,
  ResetOptions,
  ResumeRunOptions,
  RevokeRoleOptions,
  RoleAssignmentsOptions,
  StartRunOptions,
  TokenOptions,
  VerifyJournalOptions,
  WhoResetOptions,
  WriteOptions,
} from "./options.js";

/** The names of the operations. */
export type Operation = Request["operation"];

/** The request of an operation. A field that may be absent may also be `undefined`, as options often are. */
export type RequestFor<O extends Operation> = { operation: O } & OrUndefined<Extract<Request, { operation: O }>>;

/** The response of an operation. */
export type ResponseFor<O extends Operation> = Extract<Response, { operation: O }>;

/** The answer to a quick call. */
export type QuickResponseFor<C extends QuickRequest["call"]> = Extract<QuickResponse, { call: C }>;

/** What this version is and can do. */
export type Description = Omit<QuickResponseFor<"describe">, "call">;

/** What operations need of a sign-in. */
export type Permissions = Omit<QuickResponseFor<"permissions">, "call">;

type OrUndefined<T> = T extends unknown
  ? { [K in keyof T]: object extends Pick<T, K> ? T[K] | undefined : T[K] }
  : never;

/**
 * A client of one tenant.
 *
 * A `user` is an object id, a user principal name, or an address that one person has. Every call rejects with an
 * {@link MfaError}, and takes a `signal` that stops it.
 */
export class MfaClient {
  #engine: Engine | undefined;
  readonly #watch: EngineCredential["onEvent"];
  /** What the journal of a run is called that names no file. */
  readonly #journal: string | undefined;

  private constructor(engine: Engine, watch: EngineCredential["onEvent"], journal: string | undefined) {
    this.#engine = engine;
    this.#watch = watch;
    this.#journal = journal;
  }

  /**
   * Sets up a client. Nothing is sent: the first call signs in. Secrets stay inside; the client does not show
   * them when it is printed or made JSON.
   */
  static async connect(options: ConnectOptions): Promise<MfaClient> {
    await initialize();
    const { credential, rest } = parted(options);
    const { fetch = globalThis.fetch, journal, ...settings } = rest;
    const config: OrUndefined<ClientConfig> = { ...settings, ...credential.config };
    try {
      const store = storeOf(journal, host()?.store);
      const hooks = { ...credential.hooks, fetch, store, sendUserAgent: sendsUserAgent() };
      const engine = new Engine(withoutAbsent(config), hooks, credential.secret);
      return new MfaClient(engine, credential.onEvent, journal && KEPT);
    } catch (thrown) {
      throw toMfaError(thrown);
    }
  }

  /**
   * Signs in, and tells who is signed in and what that sign-in may do. The other calls sign in by themselves; this one
   * is for whoever wants to know before.
   */
  checkSignIn({ operations, ...call }: CheckSignInOptions = {}): Promise<SignInReport> {
    return this.run({ operation: "checkSignIn", operations: operations && [...operations] }, call);
  }

  /** Finds people by part of a name or address; an id or a full user principal name finds that person. */
  findUsers(text: string, { limit, ...call }: FindUsersOptions = {}): Promise<UserList> {
    return this.run({ operation: "findUsers", text, limit }, call);
  }

  /** Reads one person. */
  getUser(user: string, call?: CallOptions): Promise<User> {
    return this.run({ operation: "getUser", user }, call);
  }

  /** Reads one person's authentication methods and which is the default. */
  listMethods(user: string, call?: CallOptions): Promise<Inspection> {
    return this.run({ operation: "listMethods", user }, call);
  }

  /** Makes the plan of a reset, and writes nothing. */
  planReset(user: string, { signal, onEvent, ...reset }: PlanResetOptions = {}): Promise<PlannedReset> {
    return this.run({ operation: "planReset", user, ...reset }, { signal, onEvent });
  }

  /**
   * Tells for each of these people whether the service would let this sign-in act on them, why not, and the least role
   * that may; and what would surprise. Writes nothing.
   */
  preflight(
    users: string | readonly string[],
    { signal, onEvent, ...question }: PreflightOptions = {},
  ): Promise<PreflightReport> {
    const named = typeof users === "string" ? [users] : [...users];
    return this.run({ operation: "preflight", users: named, ...question }, { signal, onEvent });
  }

  /**
   * Requires re-registration: removes the methods in scope and verifies that they are gone. A reset that has
   * begun to write does not reject: `outcome` is `done`, `partial` or `failed`, and `notes` tell why.
   */
  reset(user: string, { signal, onEvent, ...reset }: ResetOptions = {}): Promise<ResetOutcome> {
    return this.run({ operation: "reset", user, ...reset }, { signal, onEvent });
  }

  /**
   * Does a reset and issues a Temporary Access Pass, so that nobody is left with neither. The pass is in
   * `temporaryAccessPass`, there and nowhere else: show it to the person, and do not log the outcome as a whole.
   */
  rescue(user: string, { signal, onEvent, pass, ...reset }: RescueOptions = {}): Promise<RescueOutcome> {
    const request = { operation: "rescue", user, ...reset, pass: passOf(pass) } as const;
    return this.run(request, { signal, onEvent });
  }

  /** Removes one method, named by its id or by its kind, and verifies that it is gone. */
  removeMethod(user: string, { signal, onEvent, ...which }: RemoveMethodOptions): Promise<ResetOutcome> {
    return this.run({ operation: "removeMethod", user, ...which }, { signal, onEvent });
  }

  /**
   * Issues a Temporary Access Pass. It is in `temporaryAccessPass`, there and nowhere else: show it to the person, and
   * do not log the answer as a whole.
   */
  issuePass(user: string, { signal, onEvent, startsAt, ...pass }: IssuePassOptions = {}): Promise<IssuedPass> {
    const request = { operation: "issuePass", user, ...pass, startsAt: instant(startsAt) } as const;
    return this.run(request, { signal, onEvent });
  }

  /** Reads whether one person has a Temporary Access Pass, and what the tenant's policy says. */
  getPass(user: string, call?: CallOptions): Promise<PassReport> {
    return this.run({ operation: "getPass", user }, call);
  }

  /** Removes a Temporary Access Pass. */
  removePass(user: string, { signal, onEvent, ...more }: WriteOptions = {}): Promise<PassRemoval> {
    return this.run({ operation: "removePass", user, ...more }, { signal, onEvent });
  }

  /** Revokes sign-in sessions. */
  revokeSessions(user: string, { signal, onEvent, ...more }: WriteOptions = {}): Promise<RevokeOutcome> {
    return this.run({ operation: "revokeSessions", user, ...more }, { signal, onEvent });
  }

  /** Tells which roles matter to MFA work, what each may do in words, and on whom. */
  listRoles(call?: CallOptions): Promise<RoleList> {
    return this.run({ operation: "listRoles" }, call);
  }

  /** Tells who holds which role: directly or through a group, where, and until when. */
  listRoleAssignments({ signal, onEvent, ...question }: RoleAssignmentsOptions = {}): Promise<RoleAssignmentList> {
    return this.run({ operation: "listRoleAssignments", ...question }, { signal, onEvent });
  }

  /** Tells which administrative units there are, by name: in each of them a role can be granted. */
  listAdministrativeUnits(call?: CallOptions): Promise<AdministrativeUnitList> {
    return this.run({ operation: "listAdministrativeUnits" }, call);
  }

  /**
   * Grants a role that administers authentication to people or role-assignable groups, and verifies it. `people` tells
   * what became of each; nobody's refusal keeps the others from getting it.
   */
  grantRole(
    role: string,
    users: string | readonly string[],
    { signal, onEvent, until, ...grant }: GrantRoleOptions = {},
  ): Promise<RoleChangeOutcome> {
    const request = { operation: "grantRole" as const, role, users: list(users), ...grant, until: instant(until) };
    return this.run(request, { signal, onEvent });
  }

  /** Takes such a role back, held or eligible, and verifies that it is gone; `stays` tells what groups still give. */
  revokeRole(
    role: string,
    users: string | readonly string[],
    { signal, onEvent, ...revoke }: RevokeRoleOptions = {},
  ): Promise<RoleChangeOutcome> {
    return this.run({ operation: "revokeRole", role, users: list(users), ...revoke }, { signal, onEvent });
  }

  /**
   * Registers an application, or finds one or a managed identity, and grants it the least permissions for the operations
   * that are named. What is so already costs no write; nothing is taken away.
   */
  initializeApplication(
    operations: readonly string[],
    { signal, onEvent, ...application }: InitializeApplicationOptions = {},
  ): Promise<ApplicationOutcome> {
    const request = { operation: "initializeApplication" as const, operations: [...operations], ...application };
    return this.run(request, { signal, onEvent });
  }

  /** Tells who reset MFA for whom, and when. */
  whoReset({ signal, onEvent, since, until, journal, ...question }: WhoResetOptions = {}): Promise<AuditAnswer> {
    const rest = { since: instant(since), until: instant(until), journal: journal && [...journal] };
    return this.run({ operation: "whoReset", ...question, ...rest }, { signal, onEvent });
  }

  /** The same, entry by entry while the log is read, and without a limit: for long periods and large tenants. */
  auditEntries({ signal, onEvent, since, until, journal, ...question }: AuditEntriesOptions = {}): RowStream<
    AuditEntry,
    AuditAnswer
  > {
    const rest = { since: instant(since), until: instant(until), journal: journal && [...journal] };
    const begin: Begin<AuditAnswer> = (format, take, stop) =>
      this.#read({ operation: "whoReset", ...question, ...rest, format }, { signal, onEvent }, take, stop);
    return new RowStream(begin, (part) => (part.type === "auditRows" ? part.entries : []));
  }

  /** Tells who is capable of multifactor authentication, person by person while the report is read. */
  registrationReport({ signal, onEvent, ...question }: RegistrationReportOptions = {}): RowStream<
    RegistrationRow,
    RegistrationSummary
  > {
    const begin: Begin<RegistrationSummary> = (format, take, stop) =>
      this.#read({ operation: "registrationReport", ...question, format }, { signal, onEvent }, take, stop);
    return new RowStream(begin, (part) => (part.type === "registrationRows" ? part.rows : []));
  }

  /**
   * Tells what would come of a run, person by person, and writes nothing in the tenant. With a `file`, the plan is saved
   * there; carried out later, it stops for people whose methods changed since.
   */
  planRun(
    input: RunInput | readonly (string | RunRow)[],
    { signal, onEvent, onBadRows, ...run }: PlanRunOptions = {},
  ): RunStream<PlannedPerson, RunPlan> {
    const request = { operation: "planRun" as const, input: inputOf(input), ...run };
    return new RunStream(
      (take, stop) => this.#read(request, { signal, onEvent }, take, stop),
      (part) => (part.type === "plannedPeople" ? part.people : []),
      onBadRows,
    );
  }

  /**
   * Does one operation for many people: those of a file, of a text, of a saved plan, or those that are named. A journal is
   * written ahead of each write, so that `resumeRun` goes on after whatever stops it. Nothing happens before it is iterated,
   * or asked for its `end()`. A pass that it issues is in the `response` of its person, and nowhere else.
   */
  startRun(
    input: RunInput | readonly (string | RunRow)[],
    { signal, onEvent, onBadRows, file = this.#journal, ...run }: StartRunOptions = {},
  ): RunStream<PersonResult, RunSummary> {
    const request = { operation: "startRun" as const, input: inputOf(input), ...run, file };
    return new RunStream((take, stop) => this.#read(request, { signal, onEvent }, take, stop), peopleOf, onBadRows);
  }

  /** Goes on with a run where its journal ends: nothing that was proven done is done again, and nobody is left out. */
  resumeRun({ signal, onEvent, file = this.#journal, ...run }: ResumeRunOptions = {}): RunStream<
    PersonResult,
    RunSummary
  > {
    const request = { operation: "resumeRun" as const, file: named(file), ...run };
    return new RunStream((take, stop) => this.#read(request, { signal, onEvent }, take, stop), peopleOf);
  }

  /** Tells whether a journal is as it was written, or which line of it is not. */
  verifyJournal({ signal, onEvent, file = this.#journal, ...more }: VerifyJournalOptions = {}): Promise<JournalReport> {
    return this.run({ operation: "verifyJournal", file: named(file), ...more }, { signal, onEvent });
  }

  /** What a journal proves, in a form for people: the parts of the text, or, with `to`, a file. `end()` writes it. */
  exportProof({ signal, onEvent, file = this.#journal, ...more }: ExportProofOptions): RunStream<string, JournalReport> {
    const request = { operation: "exportProof" as const, file: named(file), ...more };
    return new RunStream(
      (take, stop) => this.#read(request, { signal, onEvent }, take, stop),
      (part) => (part.type === "text" ? [part.text] : []),
    );
  }

  /** Reads one person's per-user MFA state. */
  getPerUserState(user: string, call?: CallOptions): Promise<PerUserStateReport> {
    return this.run({ operation: "getPerUserState", user }, call);
  }

  /** Changes one person's per-user MFA state, and sees that it did. `weakened` says whether less is demanded than before. */
  setPerUserState(
    user: string,
    state: "disabled" | "enabled" | "enforced",
    { signal, onEvent, ...more }: WriteOptions = {},
  ): Promise<PerUserStateOutcome> {
    return this.run({ operation: "setPerUserState", user, state, ...more }, { signal, onEvent });
  }

  /** Adds a telephone number to a person's methods, or changes it. Numbers in the outcome are masked. */
  setPhone(
    user: string,
    phoneType: PhoneType,
    number: string,
    { signal, onEvent, ...more }: WriteOptions = {},
  ): Promise<PhoneOutcome> {
    return this.run({ operation: "setPhone", user, phoneType, number, ...more }, { signal, onEvent });
  }

  /** Lists the hardware tokens of the tenant; `onTokens` is given them page by page. */
  listHardwareTokens({ signal, onEvent, onTokens, ...filter }: HardwareTokenOptions = {}): Promise<HardwareTokenList> {
    const tokens: Listener = onTokens && ((event) => event.type === "hardwareTokens" && onTokens(event.tokens));
    return this.run({ operation: "listHardwareTokens", ...filter }, { signal, onEvent: both(tokens, onEvent) });
  }

  /** Gives a hardware token of the inventory to a person; with a `code` that it shows now it is activated at once. */
  assignHardwareToken(
    user: string,
    serialNumber: string,
    { signal, onEvent, ...more }: AssignTokenOptions = {},
  ): Promise<TokenOutcome> {
    return this.run({ operation: "assignHardwareToken", user, serialNumber, ...more }, { signal, onEvent });
  }

  /** Activates a hardware token that a person has, by a code that it shows now. */
  activateHardwareToken(
    user: string,
    code: string,
    { signal, onEvent, ...more }: TokenOptions = {},
  ): Promise<TokenOutcome> {
    return this.run({ operation: "activateHardwareToken", user, code, ...more }, { signal, onEvent });
  }

  /** Deactivates a hardware token; it stays with the person. */
  deactivateHardwareToken(user: string, { signal, onEvent, ...more }: TokenOptions = {}): Promise<TokenOutcome> {
    return this.run({ operation: "deactivateHardwareToken", user, ...more }, { signal, onEvent });
  }

  /** Takes a hardware token from a person, back into the inventory. */
  unassignHardwareToken(user: string, { signal, onEvent, ...more }: TokenOptions = {}): Promise<TokenOutcome> {
    return this.run({ operation: "unassignHardwareToken", user, ...more }, { signal, onEvent });
  }

  /** Does any operation of the contract, given as data. */
  run<O extends Operation>(request: RequestFor<O>, call: CallOptions = {}): Promise<ResponseFor<O>> {
    return this.#do(request, call);
  }

  /** Does an operation whose answer comes in parts, until it ends or `stop` says that nobody wants the rest. */
  async #read<O extends Operation>(
    request: RequestFor<O>,
    { signal, onEvent }: CallOptions,
    take: (part: Event) => Promise<void>,
    stop: AbortSignal,
  ): Promise<ResponseFor<O>> {
    const both = new AbortController();
    const abort = () => both.abort(signal?.reason);
    const signals = [signal, stop].filter((one) => one !== undefined);
    try {
      for (const one of signals) {
        one.addEventListener("abort", abort);
        if (one.aborted) {
          abort();
        }
      }
      return await this.#do(request, { signal: both.signal, onEvent }, take);
    } finally {
      for (const one of signals) {
        one.removeEventListener("abort", abort);
      }
    }
  }

  async #do<O extends Operation>(
    request: RequestFor<O>,
    { signal, onEvent }: CallOptions,
    take?: (part: Event) => Promise<void>,
  ): Promise<ResponseFor<O>> {
    const engine = this.#open();
    const cancel = new CancelHandle();
    const abort = () => cancel.cancel();
    signal?.addEventListener("abort", abort);
    try {
      if (signal?.aborted) {
        abort();
      }
      const listener = both(this.#watch, onEvent);
      // Parts of the answer are for whoever takes them; whoever watches the progress is told of the rest.
      const report = take === undefined ? listener : (event: Event) => (isPart(event) ? take(event) : listener?.(event));
      return (await engine.run(
        withoutAbsent(request),
        cancel,
        report as ((event: unknown) => void) | undefined,
      )) as ResponseFor<O>;
    } catch (thrown) {
      throw toMfaError(thrown, signal);
    } finally {
      signal?.removeEventListener("abort", abort);
      cancel.free();
    }
  }

  /** Answers at once what needs neither tenant nor waiting. */
  quick<C extends QuickRequest["call"]>(request: Extract<QuickRequest, { call: C }>): QuickResponseFor<C> {
    this.#open();
    try {
      return quick(request) as QuickResponseFor<C>;
    } catch (thrown) {
      throw toMfaError(thrown);
    }
  }

  /** What this version is and can do. */
  describe(): Description {
    const { call: _, ...description } = this.quick({ call: "describe" });
    return description;
  }

  /** What operations need: permissions, roles, and the manifest of an app registration; every operation when none is named. */
  permissions(operations: readonly string[] = [], kind?: PermissionKind): Permissions {
    const { call: _, ...answer } = this.quick({
      call: "permissions",
      operations: [...operations],
      ...(kind !== undefined && { kind }),
    });
    return answer;
  }

  /** Frees what the client holds. Calls that are running go on to their end; new ones are refused. */
  close(): void {
    this.#engine?.free();
    this.#engine = undefined;
  }

  /** Closes the client at the end of a `using` block. */
  [Symbol.dispose](): void {
    this.close();
  }

  #open(): Engine {
    if (this.#engine === undefined) {
      throw new MfaError({ code: "invalidInput", message: "the client is closed", remedy: "connect a new client" });
    }
    return this.#engine;
  }
}

const PARTS: ReadonlySet<Event["type"]> = new Set([
  "auditRows",
  "badRows",
  "plannedPeople",
  "registrationRows",
  "runPeople",
  "text",
]);

/** Whether an event is a part of the answer. */
function isPart(event: Event): boolean {
  return PARTS.has(event.type);
}

function peopleOf(part: Event): readonly PersonResult[] {
  return part.type === "runPeople" ? part.people : [];
}

function inputOf(input: RunInput | readonly (string | RunRow)[]): RunInput {
  return isList(input)
    ? { from: "people", people: input.map((person) => (typeof person === "string" ? { user: person } : person)) }
    : input;
}

function isList(input: RunInput | readonly (string | RunRow)[]): input is readonly (string | RunRow)[] {
  return Array.isArray(input);
}

/** The name of a journal. Whoever gives none is told so by the core, as in every language. */
function named(file: string | undefined): string {
  return file ?? "";
}

type Listener = ((event: Event) => void) | undefined;

/** A listener that tells two others; whatever the first throws does not keep the second from hearing. */
function both(first: Listener, second: Listener): Listener {
  if (first === undefined || second === undefined) {
    return first ?? second;
  }
  return (event) => {
    try {
      first(event);
    } finally {
      second(event);
    }
  };
}

/** What is `undefined` is absent in the contract. */
function withoutAbsent<T extends object>(value: T): object {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined));
}

/** The pass of a rescue, with its start as the contract spells instants. */
function passOf({ startsAt, ...pass }: PassSettings = {}): PassOptions {
  return withoutAbsent({ ...pass, startsAt: instant(startsAt) }) as PassOptions;
}

function instant(value: Date | string | undefined): string | undefined {
  return value instanceof Date ? value.toISOString() : value;
}

function list(users: string | readonly string[]): string[] {
  return typeof users === "string" ? [users] : [...users];
}
