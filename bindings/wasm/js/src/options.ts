import type {
  AssignmentKind,
  BadRow,
  Case,
  CloudName,
  Event,
  HardwareToken,
  PermissionKind,
  PolicySource,
  Preset,
  JournalLine,
  Purpose,
  Scope,
  ProofFormat,
  RunEach,
  SignatureAlgorithm,
  TestTenant,
} from "./contract.js";
import type { Journal } from "./journal.js";

/** What a host is asked for when the client needs an access token. */
export interface TokenAsk {
  /** The scope to ask Entra for, such as `https://graph.microsoft.com/.default`. */
  scope: string;
  /** A claims challenge to pass on, as JSON text. */
  claims?: string;
}

/** An access token with its end, in the form of the credentials of `@azure/identity`. */
export interface HostToken {
  /** The token. */
  token: string;
  /** When it ends, in milliseconds since 1970. */
  expiresOnTimestamp?: number;
}

/** Yields an access token. It need not cache: it is asked again only when a token has ended or was refused. */
export type GetToken = (ask: TokenAsk) => string | HostToken | Promise<string | HostToken>;

/** A certificate of the app registration together with its private key (Node only). */
export interface PemCertificate {
  /** Certificate and private key (PKCS#8 or PKCS#1), one after the other. */
  pem: string;
  /** The password of the key, where it has one. */
  passphrase?: string | undefined;
}

/** What the holder of a private key is asked to sign. */
export interface SignatureAsk {
  /** `ps256`: RSASSA-PSS with SHA-256 and a salt of 32 bytes; `rs256`: RSASSA-PKCS1-v1_5 with SHA-256. */
  algorithm: SignatureAlgorithm;
  /** What to sign; the algorithm digests it itself. */
  data: Uint8Array;
}

/** Signs with a private key that the program need not hold itself, such as one in a key vault. */
export type Sign = (ask: SignatureAsk) => Uint8Array | Promise<Uint8Array>;

/** Yields a fresh token of another identity provider, issued for that audience. */
export type GetAssertion = (ask: { audience: string }) => string | Promise<string>;

/** A window of the program's own that shows the sign-in page, such as an extension's. */
export interface SignInWindow {
  /** Where the page sends the browser in the end: one of the app registration's redirect addresses. */
  redirectUri: string;
  /** Shows the page, and yields the whole address that the browser was sent to. The signal says that nobody waits any more. */
  show: (url: string, signal: AbortSignal) => string | Promise<string>;
}

/** What a person needs to sign in on another device. */
export type DeviceCodePrompt = Omit<Extract<Event, { type: "deviceCode" }>, "type">;

/** The tenant's own app registration. */
export interface Registration {
  /** The tenant: its id, or one of its verified domains. */
  tenant: string;
  /** The application id of the tenant's own app registration. */
  clientId: string;
}

/** What each way of signing in is recognized by, and takes. */
interface Ways {
  /** The secret of the app registration. */
  clientSecret: Registration & { clientSecret: string };
  /** A certificate of the app registration with its key, as PEM (Node only). */
  clientCertificate: Registration & {
    clientCertificate: PemCertificate;
    /** How to sign; PS256 when absent. */
    signatureAlgorithm?: SignatureAlgorithm | undefined;
  };
  /** A certificate of the app registration whose key something else holds. */
  sign: Registration & {
    sign: Sign;
    /** The certificate alone: PEM, or the base64 of its DER form. */
    certificate: string;
    /** How to sign; PS256 when absent. */
    signatureAlgorithm?: SignatureAlgorithm | undefined;
  };
  /**
   * A token of another identity provider: from a function, from a file (Node only), or as the environment says
   * (`AZURE_FEDERATED_TOKEN_FILE`, `AZURE_CLIENT_ID`, `AZURE_TENANT_ID`; Node only).
   */
  federatedToken: { federatedToken: GetAssertion | { file: string } | "environment" };
  /** The identity that Azure gives to this machine or app; `clientId` chooses one that was assigned (Node only). */
  managedIdentity: { managedIdentity: true };
  /** A person signs in in a browser: that of this machine (`true`, Node only), or a window of the program's own. */
  browser: Registration & {
    browser: true | SignInWindow;
    /** Who signs in, if it is known: the account is then not asked for. */
    loginHint?: string | undefined;
  };
  /** A person signs in on another device, by a code that this function shows. */
  deviceCode: Registration & { deviceCode: (prompt: DeviceCodePrompt) => void };
  /** An access token that you have already. It is used until it expires. */
  accessToken: { accessToken: string };
  /** Access tokens from your own code, whenever one is needed. */
  getToken: { getToken: GetToken };
}

/** The names of the ways of signing in. */
export type Way = keyof Ways;

/** How to sign in: exactly one of the ways. */
export type Credential = {
  [W in Way]: Ways[W] & { [Other in Exclude<Way, W>]?: never };
}[Way];

/** How a client is set up, whatever it signs in with. */
export interface ClientOptions {
  /** The national cloud; worldwide when absent. */
  cloud?: CloudName | undefined;
  /** The tenant: its id, or one of its verified domains. */
  tenant?: string | undefined;
  /** The application id of the tenant's own app registration. */
  clientId?: string | undefined;
  /** Talk to a simulated tenant on this machine instead of the cloud. */
  testTenant?: TestTenant | undefined;
  /** People who are never reset or revoked: ids or user principal names. */
  protectedUsers?: readonly string[] | undefined;
  /** The guard policies that hold for this client: who is protected, and what a request must bring. */
  policies?: readonly PolicySource[] | undefined;
  /** How long to wait for the service to show or to allow what was done; two minutes when absent. */
  patienceMs?: number | undefined;
  /** What your program calls itself, for the User-Agent header (Node only). */
  host?: string | undefined;
  /** Keeps the journal of runs where there is no lasting disk. A run that names no `file` writes there. */
  journal?: Journal | undefined;
  /** Sends the requests: for a proxy, a test, or an extension's worker. The global `fetch` when absent. */
  fetch?: typeof globalThis.fetch | undefined;
}

/** Everything that `MfaClient.connect` takes. */
export type ConnectOptions = ClientOptions & Credential;

/** What every call takes. */
export interface CallOptions {
  /**
   * Stops the call. Reads stop at once, and the call rejects with the code `cancelled`. A reset that has begun
   * to write stops before its next write, and its outcome says what was done.
   */
  signal?: AbortSignal | undefined;
  /** Receives progress. Whatever it throws is ignored: a broken progress bar must not leave a reset half done. */
  onEvent?: ((event: Event) => void) | undefined;
}

/** What every call takes that writes on a person. */
export interface WriteOptions extends CallOptions {
  /** The case it belongs to: why, for whom, and whose guard it overrides. A policy may demand parts of it. */
  case?: Case | undefined;
}

/** What `findUsers` takes. */
export interface FindUsersOptions extends CallOptions {
  /** At most this many people; 25 when absent. */
  limit?: number | undefined;
}

/** How a Temporary Access Pass should be; what is absent is as the tenant's policy says. */
export interface PassSettings {
  /** For how many minutes it can be used: 10 to 43,200, within the limits of the policy. */
  lifetimeMinutes?: number | undefined;
  /** From when; at once when absent. */
  startsAt?: Date | string | undefined;
  /** Whether it works only once. */
  usableOnce?: boolean | undefined;
  /** Comes as close as the policy allows, instead of refusing what it does not allow. */
  clamp?: boolean | undefined;
}

/** What `issuePass` takes. */
export interface IssuePassOptions extends PassSettings, WriteOptions {
  /** Replaces a pass that can still be used. A person has one at most. */
  replace?: boolean | undefined;
}

/** What `removeMethod` takes: `methodId` or `kind`. */
export interface RemoveMethodOptions extends WriteOptions {
  /** Which one, by id. */
  methodId?: string | undefined;
  /** Which one, by kind. */
  kind?: string | undefined;
  /** Removes all of that kind, if there are several. */
  all?: boolean | undefined;
}

/** What `planReset` takes. */
export interface PlanResetOptions extends WriteOptions {
  /** The situation: it says scope, kinds, sessions and pass. What is given beside it may add to it, and not contradict. */
  preset?: Preset | undefined;
  /** Which methods go; as the portal's button when absent. */
  scope?: Scope | undefined;
  /** The kinds that go, for the scope `kinds`. */
  kinds?: readonly string[] | undefined;
  /** Kinds or method ids that stay, whatever the scope. */
  keep?: readonly string[] | undefined;
}

/** What `reset` takes. */
export interface ResetOptions extends PlanResetOptions {
  /** Revoke the sessions afterwards. */
  revokeSessions?: boolean | undefined;
  /** Stop unless the plan has this fingerprint. */
  fingerprint?: string | undefined;
  /** Who made the plan with that fingerprint, as the plan says. */
  plannedBy?: string | undefined;
}

/** What `rescue` takes. Sessions are revoked unless this or the preset says otherwise. */
export interface RescueOptions extends ResetOptions {
  /** How the pass should be. */
  pass?: PassSettings | undefined;
}

/** What `preflight` takes. */
export interface PreflightOptions extends Omit<PlanResetOptions, "preset"> {
  /** What is to be done; a reset and the revocation of sessions when absent. */
  purposes?: readonly Purpose[] | undefined;
}

/** What `checkSignIn` takes. */
export interface CheckSignInOptions extends CallOptions {
  /** Compares the permissions with what these operations need; `all` means every one. */
  operations?: readonly string[] | undefined;
}

/** What `listHardwareTokens` takes. */
export interface HardwareTokenOptions extends CallOptions {
  /** The token with this serial number. */
  serialNumber?: string | undefined;
  /** The tokens in this state: `available`, `assigned`, `activated` or `failedActivation`. */
  status?: string | undefined;
  /** The tokens that this person has. */
  user?: string | undefined;
  /** Is given the tokens, page by page. */
  onTokens?: ((tokens: readonly HardwareToken[]) => void) | undefined;
}

/** What `assignHardwareToken` takes. */
export interface AssignTokenOptions extends WriteOptions {
  /** A code that the token shows now: it is activated at once. */
  code?: string | undefined;
}

/** Which token of a person; the only one when neither is given. */
export interface TokenOptions extends WriteOptions {
  /** The serial number that stands on it. */
  serialNumber?: string | undefined;
  /** Its id among the person's methods, instead. */
  methodId?: string | undefined;
}

/** What `whoReset` takes. */
export interface WhoResetOptions extends CallOptions {
  /** On whom. */
  user?: string | undefined;
  /** By whom. */
  actor?: string | undefined;
  /** From when; seven days back when absent. */
  since?: Date | string | undefined;
  /** Until when; now when absent. */
  until?: Date | string | undefined;
  /** At most this many records; 500 when absent. */
  limit?: number | undefined;
  /** Tells of directory roles too. */
  includeRoleChanges?: boolean | undefined;
  /** What is known to have been done, and for whom: changes are marked by it. */
  journal?: readonly JournalLine[] | undefined;
  /** The log lags by minutes: ask again for up to this long until it shows a reset. */
  waitUpToMs?: number | undefined;
}

/** What `listRoleAssignments` takes. Without role, user and unit it tells every assignment of the tenant. */
export interface RoleAssignmentsOptions extends CallOptions {
  /** Only this role: its name, or its template id. */
  role?: string | undefined;
  /** Only what this person holds, through groups too. */
  user?: string | undefined;
  /** Only what counts in this administrative unit alone: its name or id. */
  administrativeUnit?: string | undefined;
}

/** What `revokeRole` takes. */
export interface RevokeRoleOptions extends WriteOptions {
  /** In this administrative unit, and not in the whole tenant: its name or id. */
  administrativeUnit?: string | undefined;
  /** Only tell what would be done, and write nothing. */
  validateOnly?: boolean | undefined;
}

/** What `grantRole` takes. */
export interface GrantRoleOptions extends RevokeRoleOptions {
  /** `permanent`, `timeBoxed` or `eligible`; `timeBoxed` when absent and an end is given, else `permanent`. */
  kind?: AssignmentKind | undefined;
  /** How long it lasts, from now on. For more than 49 days give `until`. */
  durationMs?: number | undefined;
  /** When it ends, instead of `durationMs`. */
  until?: Date | string | undefined;
}

/** What `initializeApplication` takes: exactly one of `name`, `clientId` and `managedIdentity`. */
export interface InitializeApplicationOptions extends WriteOptions {
  /** How it signs in: `application` when absent, as itself; `delegated` with a person. */
  kind?: PermissionKind | undefined;
  /** The display name of an app registration, which is made where there is none of this name. */
  name?: string | undefined;
  /** The client id of an app registration that exists. */
  clientId?: string | undefined;
  /** A managed identity: its object id, client id or name. */
  managedIdentity?: string | undefined;
  /** The certificate with which it signs in, in PEM or as DER in base64. Never its private key. */
  certificate?: string | undefined;
  /** Lets people sign in to it with a device code. For `delegated` only. */
  deviceCode?: boolean | undefined;
  /** Only tell what would be done, and write nothing. */
  validateOnly?: boolean | undefined;
}

/** What `auditEntries` takes. There is no limit unless one is given. */
export type AuditEntriesOptions = Omit<WhoResetOptions, "waitUpToMs">;

/** What `registrationReport` takes. */
export interface RegistrationReportOptions extends CallOptions {
  /** Only the people in this administrative unit: its object id or its name. */
  administrativeUnit?: string | undefined;
  /** Only the people in this group and in the groups within: its object id or its name. */
  group?: string | undefined;
  /** Only people who are not capable of multifactor authentication, and people of whom the report does not know. */
  onlyNotCapable?: boolean | undefined;
  /** Only people with a directory role. */
  onlyAdministrators?: boolean | undefined;
  /** Only people who have registered this, such as `mobilePhone`. */
  method?: string | undefined;
}

/** What every run takes. */
interface RunSettings extends CallOptions {
  /** Is told of rows of the input that cannot be used, or that are left out. */
  onBadRows?: ((rows: readonly BadRow[]) => void) | undefined;
}

/** What `planRun` takes. */
export interface PlanRunOptions extends RunSettings {
  /** What would be done for each person: a request without its person, such as `{ operation: "reset", scope: "weak" }`. */
  each?: RunEach | undefined;
  /** The case that all of it belongs to. */
  case?: Case | undefined;
  /** Refuses the whole input when one row of it is bad. */
  strict?: boolean | undefined;
  /** How many people it may be at most. It must be said above 50, unless a policy says it. */
  mostPeople?: number | undefined;
  /** A new file that the plan is saved in: `startRun({ from: "plan", path })` carries it out. */
  file?: string | undefined;
}

/** What `startRun` takes. */
export interface StartRunOptions extends Omit<PlanRunOptions, "file"> {
  /** A new file for the journal, without which nothing is written; by default the client's own `journal`. */
  file?: string | undefined;
  /** Stops, resumably, when so many people have failed. */
  stopAfterFailures?: number | undefined;
  /** Begins nobody new after this time, and stops resumably. */
  timeLimitMs?: number | undefined;
}

/** What `resumeRun` takes. */
export interface ResumeRunOptions extends CallOptions {
  /** The journal; by default the client's own. */
  file?: string | undefined;
  /** Tries again whom it failed for, and who is partial. */
  retryFailed?: boolean | undefined;
  /** As for `startRun`. */
  stopAfterFailures?: number | undefined;
  /** As for `startRun`. */
  timeLimitMs?: number | undefined;
}

/** What `verifyJournal` takes. */
export interface VerifyJournalOptions extends CallOptions {
  /** The journal; by default the client's own. */
  file?: string | undefined;
  /** The hash that the run told at its end: a journal that was shortened or rewritten has another one. */
  expectHead?: string | undefined;
}

/** What `exportProof` takes. */
export interface ExportProofOptions extends VerifyJournalOptions {
  /** A page for auditors, or a table. */
  format: ProofFormat;
  /** A new file that it is written to. Without it the text comes in parts. */
  to?: string | undefined;
}
