// The contract: every value that crosses from the core to JavaScript and back.
//
// Generated from the Rust types in core/src/api. Do not edit: change those, then run
// GRAPH_MFA_BLESS=1 cargo test -p graph-mfa-wasm --test contract

/** Activates a token that a person has. */
export interface ActivateTokenRequest {
  /** Who has it. */
  user: string;
  /** Which one: the serial number on the token. */
  serialNumber?: string;
  /** Which one, instead of the serial number: the id among the person's methods. */
  methodId?: string;
  /** A code that it shows now. */
  code: string;
  /** The case it belongs to. */
  case?: Case;
}

/** Who acted. */
export type ActorKind =
  /** A person. */
  | "user"
  /** An application signed in as itself; the log does not know on whose behalf. */
  | "application"
  /** The record does not say. */
  | "unknown";

/** An administrative unit of the tenant: a part of it in which a role can count. */
export interface AdministrativeUnit {
  /** The object id. */
  unitId: string;
  /** The name that people read; the id where the name is not shown. */
  displayName: string;
  /** Whether only holders of a role in the unit may change its members; absent where that is not shown. */
  managementRestricted?: boolean;
}

/** The administrative units of the tenant. */
export interface AdministrativeUnitList {
  /** The units, by name. */
  units: readonly AdministrativeUnit[];
}

/** What came of setting up an application; with `validateOnly`, the plan of it. */
export interface ApplicationOutcome {
  /** Its name. */
  displayName: string;
  /** Whether it is a managed identity. */
  managedIdentity: boolean;
  /** How it signs in. */
  kind: PermissionKind;
  /** The client id, with which it signs in; absent while it is only planned. */
  clientId?: string;
  /** The object id of the registration; a managed identity has none. */
  applicationId?: string;
  /** The object id of the service principal. */
  servicePrincipalId?: string;
  /** The tenant. */
  tenantId?: string;
  /** How it ended: `done` when reads show every part of it. Absent where nothing was to be written. */
  outcome?: Outcome;
  /** Whether nothing was written because that was asked for. */
  validateOnly: boolean;
  /** Whether anything was written. */
  written: boolean;
  /** The least permissions for the work that was named. */
  permissions: readonly string[];
  /** Permissions that it holds or asks for beyond those; they stay. */
  superfluous?: readonly string[];
  /** The least roles of the people who sign in to it; none where it signs in as itself. */
  roles?: readonly RoleRef[];
  /** Where an administrator consents to what it asks for. */
  consentUrl?: string;
  /** Every part of it, in the order in which it is done. */
  steps: readonly SetupStep[];
  /** What a person should know before saying yes, or afterwards. */
  notes?: readonly Note[];
  /** HTTP requests sent, retries included. */
  requestsSent: number;
}

/** Gives a token of the inventory to a person. */
export interface AssignTokenRequest {
  /** To whom. */
  user: string;
  /** Which one: the serial number on the token. */
  serialNumber: string;
  /** A code that it shows now: the token is activated at once. */
  code?: string;
  /** The case it belongs to. */
  case?: Case;
}

/** For how long, and whether at once. */
export type AssignmentKind =
  /** Held until it is taken back. */
  | "permanent"
  /** Held until an instant, by Privileged Identity Management. */
  | "timeBoxed"
  /** Not held: may be activated when it is needed, by Privileged Identity Management. */
  | "eligible";

/** What an audit record tells, in the words of this product. */
export type AuditAction =
  /** An administrator pressed the portal's button "Require re-register". */
  | "requiredReregistration"
  /** An administrator deleted a method. */
  | "deletedMethod"
  /** An administrator registered a method. */
  | "registeredMethod"
  /** An administrator changed a method. */
  | "changedMethod"
  /** An administrator issued a Temporary Access Pass. */
  | "issuedPass"
  /** An administrator deleted a Temporary Access Pass. */
  | "deletedPass"
  /** The default second factor was changed through Graph. */
  | "changedDefault"
  /** Sign-in sessions were revoked. A change of the password does this too. */
  | "revokedSessions"
  /** Per-user MFA was switched on or off. */
  | "changedPerUserMfa"
  /** The person did it: registered, changed or deleted a method. */
  | "doneByThePerson"
  /** An administrator reset the password. */
  | "resetPassword"
  /** The person changed the password, or reset it by themselves. */
  | "changedPassword"
  /** A directory role was granted. */
  | "grantedRole"
  /** A directory role was taken away. */
  | "removedRole"
  /** A person became eligible for a directory role: they may activate it. */
  | "madeEligible"
  /** A person is no longer eligible for a directory role. */
  | "removedEligibility"
  /** A person activated a directory role that they are eligible for. */
  | "activatedRole"
  /** An activated directory role ended. */
  | "endedRole"
  /** Something else about a directory role, such as a request for one. */
  | "changedRole"
  /** Something else about authentication methods. */
  | "other";

/** Who acted, as far as the record says. */
export interface AuditActor {
  /** Person or application. */
  kind: ActorKind;
  /** The object id of the person, or of the service principal. */
  id?: string;
  /** The person's sign-in name. */
  userPrincipalName?: string;
  /** The name that people read. */
  displayName?: string;
  /** The application id. */
  appId?: string;
  /** Whether the directory still has them; absent when that could not be asked. */
  inDirectory?: boolean;
  /**
   * What to call them: the best name there is, else the id; it says so when they are no longer in the
   * directory.
   */
  label: string;
}

/** The answer to "who reset MFA for whom, and when". */
export interface AuditAnswer {
  /** The resets, newest first; empty when they were streamed. */
  resets: readonly ResetByPerson[];
  /** Everything that was found, newest first; empty when it was streamed. */
  entries: readonly AuditEntry[];
  /** How many resets there are. */
  resetCount: number;
  /** How many entries there are. */
  entryCount: number;
  /** The answer covers the log from here … */
  from: string;
  /** … to here. */
  to: string;
  /** For which time the log was complete. */
  coverage: AuditCoverage;
  /** What a reader should know. */
  notes?: readonly Note[];
}

/** One changed property; numbers and addresses are masked. */
export interface AuditChange {
  /** The property, such as `Phone.PhoneNumber`. */
  property: string;
  /** The value before. */
  before?: string;
  /** The value after. */
  after?: string;
}

/**
 * For which time the audit log can be trusted to be whole. What lies outside is not proven not to have
 * happened.
 */
export interface AuditCoverage {
  /** The answer is complete from here; absent, as is `to`, when it is complete for none of the time. */
  from?: string;
  /** The answer is complete up to here: the log lags by minutes. */
  to?: string;
  /** The oldest record that the tenant still has; absent when there was no need to ask, or no answer. */
  oldestRecord?: string;
  /**
   * For how many days the tenant keeps its log, where the oldest record tells: 7 without a premium
   * licence, 30 with one.
   */
  retentionDays?: number;
  /** The same in words. */
  explanation: string;
}

/** One thing that was done, with the descriptive record and its shadow joined. */
export interface AuditEntry {
  /** The id of the descriptive record. */
  auditId: string;
  /** When. */
  at: string;
  /** What, in our words. */
  action: AuditAction;
  /** What, in the service's words: the reason where it gives one, else the activity. */
  description: string;
  /** Who. */
  actor: AuditActor;
  /** On whom. */
  target: AuditTarget;
  /** `success` or `failure`, as the service says. */
  result: string;
  /** The directory role that it is about. */
  role?: string;
  /** The service's own number for what belongs together; records of one change may have several. */
  correlationId?: string;
  /** Where it comes from; absent when no journal came with the question. */
  origin?: AuditOrigin;
  /** Who asked for it, as the journal says. */
  requestedBy?: string;
  /** The ticket, as the journal says. */
  ticket?: string;
  /** The run, as the journal says. */
  run?: string;
  /** What changed. */
  changes?: readonly AuditChange[];
  /** The ids of the directory's own records of the same change. */
  shadowAuditIds?: readonly string[];
}

/** Where a change comes from, as far as the journal tells that came with the question. */
export type AuditOrigin =
  /** A line of the journal tells of it. */
  | "journal"
  /** No line of the journal tells of it, or not surely. It was done elsewhere, or written down elsewhere. */
  | "unknown";

/** On whom. */
export interface AuditTarget {
  /** The person's object id. */
  id?: string;
  /** The person's sign-in name. */
  userPrincipalName?: string;
  /** The name that people read. */
  displayName?: string;
  /** Whether the directory still has them; absent when that could not be asked. */
  inDirectory?: boolean;
  /** What to call them, as for who acted. */
  label: string;
}

/** A row of the input that cannot be used, or that is left out. */
export interface BadRow {
  /** The line of the input, from 1; the position, where it has no lines. */
  line: number;
  /** Why, and what to do. */
  reason: string;
  /** Whether it is a repetition of an earlier row and nothing else. */
  duplicate: boolean;
}

/**
 * The case that a write belongs to. Every operation that changes something on a person takes one; what
 * of it must be there is for the guard to say.
 */
export interface Case {
  /** Why, in words. */
  reason?: string;
  /** The number of the ticket. */
  ticket?: string;
  /**
   * Who asked for it: the agent on whose behalf an application acts. The audit log names only the
   * application.
   */
  requestedBy?: string;
  /** How it was made sure that the caller is that person. */
  callerVerified?: string;
  /** Overrides the guard for this one person, named once more by object id or user principal name. */
  overrideGuard?: string;
  /** Lets an administrator's last method that resists phishing go: the id of that method. */
  overrideLockOut?: string;
}

/** How a client is set up. */
export interface ClientConfig {
  /** How to sign in. */
  credential: CredentialKind;
  /** The national cloud; worldwide when absent. */
  cloud?: CloudName;
  /** The tenant: its id, or one of its verified domains. */
  tenant?: string;
  /** The application id of the tenant's own app registration, or of a managed identity. */
  clientId?: string;
  /** The certificate whose key the host holds, for `hostSignature`: PEM, or the base64 of its DER form. */
  certificate?: string;
  /** How the key signs, for `clientCertificate` and `hostSignature`; PS256 when absent. */
  signatureAlgorithm?: SignatureAlgorithm;
  /** The file that holds the token, for `federatedToken`; it is read each time. */
  tokenFile?: string;
  /**
   * Variables of the host's environment, for `managedIdentity` and `federatedToken`: those that the
   * quick call `describe` lists, as far as they are set.
   */
  environment?: Record<string, string>;
  /**
   * Where the host hears of the sign-in, for `browser`: one of the app registration's redirect
   * addresses. When it is absent, a browser of this machine is opened.
   */
  redirectUri?: string;
  /** Who signs in, for `browser`, if it is known: the account is then not asked for. */
  loginHint?: string;
  /** Talk to a simulated tenant on this machine instead of the cloud. */
  testTenant?: TestTenant;
  /** People who are never reset or revoked: ids or user principal names. */
  protectedUsers?: readonly string[];
  /** The guard policies that hold for this client, as the host has read them. */
  policies?: readonly PolicySource[];
  /** How long to wait for the service to show or to allow what was done; two minutes when absent. */
  patienceMs?: number;
  /**
   * Which limits hold for authentication methods. The client also learns it from refusals; saying it
   * spares them.
   */
  quotaProfile?: QuotaProfile;
  /**
   * The host keeps the files of runs: it has no lasting disk, or wants them elsewhere. Otherwise they
   * are on the disk of the machine.
   */
  hostFiles?: boolean;
  /**
   * The host sends all requests, those of the sign-in included: the sockets of native programs are
   * blocked where it runs, or only the host can sign in to a proxy.
   */
  hostHttp?: boolean;
  /** What the host calls itself, for the User-Agent header. */
  host?: string;
}

/** A cloud of Microsoft Entra. */
export type CloudName =
  /** The worldwide cloud, US GCC included. */
  | "global"
  /** US Government L4 (GCC High). */
  | "usGovL4"
  /** US Government L5 (DoD). */
  | "usGovL5"
  /** China, operated by 21Vianet. */
  | "china";

/** How the client signs in. What is secret about it is given separately. */
export type CredentialKind =
  /** The secret of the tenant's own app registration; needs `tenant` and `clientId`. */
  | "clientSecret"
  /** An access token that the caller got elsewhere. It is used until it expires. */
  | "accessToken"
  /** Access tokens that the host is asked for when they are needed. */
  | "hostToken"
  /**
   * A certificate of the app registration with its private key, as a JSON document in the secret
   * argument: `{"pem":"…"}` or `{"pfx":"<base64>"}`, each with `password` where there is one; needs
   * `tenant` and `clientId`.
   */
  | "clientCertificate"
  /**
   * A certificate of the app registration whose key the host holds: the host is asked for signatures.
   * Needs `tenant`, `clientId` and `certificate`.
   */
  | "hostSignature"
  /**
   * A token of another identity provider, from `tokenFile` or from the host, which is asked for it;
   * needs `tenant` and `clientId`, which the `environment` may say instead.
   */
  | "federatedToken"
  /**
   * The identity that Azure gives to a machine or an app, as the `environment` tells; `clientId` chooses
   * one that was assigned. Secret variables are a JSON object in the secret argument.
   */
  | "managedIdentity"
  /**
   * A person signs in in a browser; needs `tenant` and `clientId`. With `redirectUri` the host shows the
   * page.
   */
  | "browser"
  /**
   * A person signs in on another device by a code, which comes as an event; needs `tenant` and
   * `clientId`.
   */
  | "deviceCode";

/** Whether a method is the default. */
export type DefaultMark =
  /** It is the default. */
  | "yes"
  /**
   * The default is of its kind, and several methods of that kind exist: the service does not say which
   * one.
   */
  | "possibly"
  /** It is not. */
  | "no";

/** What kind of failure it is. The texts are part of the contract and never change their meaning. */
export type ErrorCode =
  /** A value that the caller gave is missing, malformed or contradicts another; nothing was sent. */
  | "invalidInput"
  /** The client's configuration is wrong; nothing was sent. */
  | "invalidConfiguration"
  /** No user has this id, user principal name or address. */
  | "userNotFound"
  /** More than one user has this address. */
  | "userAmbiguous"
  /** No administrative unit or group has this id or name. */
  | "scopeNotFound"
  /** More than one administrative unit or group has this name. */
  | "scopeAmbiguous"
  /** No application or managed identity has this id or name. */
  | "applicationNotFound"
  /**
   * More than one application or managed identity has this name, or one that was not registered by this
   * product.
   */
  | "applicationAmbiguous"
  /** The tenant's Microsoft Graph does not offer a permission that is needed; nothing was written. */
  | "permissionUnknown"
  /** The user was deleted while the operation ran. */
  | "userGone"
  /** The user is protected by a guard of this product; nothing was written. */
  | "guarded"
  /** The tenant, or the user, has no such hardware token; nothing was written. */
  | "hardwareTokenNotFound"
  /**
   * A guard policy demands something that the request lacks, or does not allow what it asks for; nothing
   * was written.
   */
  | "policyRefused"
  /** A guard policy is not valid, or could not be read: nothing is written until it is; reading goes on. */
  | "policyInvalid"
  /** The methods changed since the plan was made; nothing was written. */
  | "planOutdated"
  /**
   * The input of a run has a bad row and was to be refused as a whole, or has no good one; nothing was
   * written.
   */
  | "inputRefused"
  /** There are more people in the input of a run than the caller or a policy allows; nothing was written. */
  | "tooManyPeople"
  /** Another process has the journal of a run. */
  | "journalLocked"
  /** The journal of a run is not as it was written. */
  | "journalDamaged"
  /** A file of the host could not be read or written. */
  | "fileFailed"
  /** The person has no such authentication method; nothing was written. */
  | "methodNotFound"
  /** The person has several methods of that kind; nothing was written. */
  | "methodAmbiguous"
  /** A policy of the tenant does not allow it; nothing was written. */
  | "tenantPolicy"
  /** A Temporary Access Pass is of no use to this person, or not possible; nothing was written. */
  | "passNotPossible"
  /** The person has a Temporary Access Pass that can still be used; nothing was written. */
  | "passExists"
  /** Issuing a Temporary Access Pass failed in such a way that there may be one that nobody knows. */
  | "passLeftBehind"
  /** The sign-in lacks a permission that the operation needs. */
  | "permissionMissing"
  /** The service refuses: the signed-in person's role may not act on this user. */
  | "notAllowed"
  /** The access token has expired. */
  | "tokenExpired"
  /** The service does not accept the access token. */
  | "tokenRejected"
  /** The service wants a fresh sign-in (continuous access evaluation). */
  | "signInAgain"
  /** The token belongs to another national cloud than the one that was named. */
  | "wrongCloud"
  /** Entra refused to issue a token. */
  | "signInFailed"
  /** A request would have left the origins of the cloud; it was not sent. */
  | "untrustedOrigin"
  /** The service asks to slow down, for longer than the client is willing to wait. */
  | "throttled"
  /** The service failed and went on failing. */
  | "serviceUnavailable"
  /** The service could not be reached. */
  | "network"
  /** The service refused the request as it stands. */
  | "refused"
  /** The service answered something that cannot be understood. */
  | "unexpectedReply"
  /** The caller asked to stop. */
  | "cancelled"
  /** The tenant lacks the licence that the operation needs. */
  | "licenceMissing"
  /** A mistake in this product. */
  | "internal";

/** A failure, told for the person who sees it. */
export interface ErrorInfo {
  /** The stable code. */
  code: ErrorCode;
  /** What happened. */
  message: string;
  /** To whom or what. */
  subject?: string;
  /** What to do. */
  remedy?: string;
  /** The HTTP status of the service's answer. */
  status?: number;
  /** The service's own code. */
  serviceCode?: string;
  /** The service's own sentence. */
  serviceMessage?: string;
  /** The service's id of the request, which its support asks for. */
  requestId?: string;
  /** Our id of the request. */
  clientRequestId?: string;
  /** How long the service asks to wait. */
  retryAfterMs?: number;
  /** The number of an `AADSTS…` error. */
  aadsts?: number;
}

/** Something that happened. */
export type Event =
  /** An HTTP request was answered, or failed on the way. */
  | {
      type: "request";
      /** Method and path with placeholders instead of people. */
      route: string;
      /** The HTTP status; absent when no answer came. */
      status?: number;
      /** Which attempt it was, from 1. */
      attempt: number;
      /** How long it took. */
      durationMs: number;
      /** The service's id of the request. */
      requestId?: string;
      /** Our id of the request. */
      clientRequestId: string;
    }
  /** The operation pauses. */
  | {
      type: "waiting";
      /** Why. */
      reason: WaitReason;
      /** For how long. */
      waitMs: number;
    }
  /** A person must enter a code elsewhere, to sign in. */
  | {
      type: "deviceCode";
      /** What to enter. */
      userCode: string;
      /** Where to enter it. */
      verificationUri: string;
      /** Until when. */
      expiresAt: string;
    }
  /** A person must sign in in the browser. */
  | {
      type: "browserSignIn";
      /** The page, for when no browser opens. It is of use on this machine only. */
      url: string;
      /** Whether a browser was opened. */
      opened: boolean;
    }
  /** Another page of a long list was read. */
  | {
      type: "reading";
      /** Which list. */
      list: LongList;
      /** How many pages were read so far. */
      pages: number;
      /** How many items they held. */
      items: number;
      /** How far back in time the audit log was read. */
      reached?: string;
    }
  /** A part of the answer, for `whoReset` with the format `rows`, newest first. */
  | {
      type: "auditRows";
      /** What was done. */
      entries: readonly AuditEntry[];
      /** The resets that are whole by now. */
      resets: readonly ResetByPerson[];
    }
  /** A part of the answer, for `registrationReport` with the format `rows`. */
  | {
      type: "registrationRows";
      /** The people. */
      rows: readonly RegistrationRow[];
    }
  /**
   * A part of the answer, for the formats that are text. The parts are written one after the other, as
   * they are.
   */
  | {
      type: "text";
      /** The text: whole lines. */
      text: string;
    }
  /** A person was read. */
  | {
      type: "inspected";
      /** Whom. */
      userId: string;
      /** How many methods there are. */
      methods: number;
    }
  /** A plan was made. */
  | {
      type: "planned";
      /** For whom. */
      userId: string;
      /** How many steps it has. */
      steps: number;
      /** How many methods stay. */
      stays: number;
    }
  /** A write begins. */
  | {
      type: "stepStarted";
      /** On whom. */
      userId: string;
      /** The position in the plan, from 1. */
      step: number;
      /** What it does. */
      action: StepAction;
      /** On what; numbers and addresses are masked. */
      label: string;
    }
  /** A write was answered. */
  | {
      type: "stepFinished";
      /** On whom. */
      userId: string;
      /** The position in the plan, from 1. */
      step: number;
      /** What became of it. */
      status: StepStatus;
      /** The service's id of the request. */
      requestId?: string;
    }
  /** What was written was read again. */
  | {
      type: "verifying";
      /** Whose. */
      userId: string;
      /** Which read it was, from 1. */
      attempt: number;
      /** How much it does not show yet: methods in scope that are still there, or a change that is not. */
      remaining: number;
    }
  /** The reset, or another operation that writes, ended. */
  | {
      type: "verified";
      /** Whose. */
      userId: string;
      /** How. */
      outcome: Outcome;
    }
  /** One person's role was granted or taken back, or was not. */
  | {
      type: "roleChanged";
      /** Whose: a person or a group. */
      principalId: string;
      /** The template id of the role. */
      roleId: string;
      /** What became of it before reads show it: `notSeen` is a success so far. */
      status: RoleChangeStatus;
    }
  /** A part of setting up an application was done, or was not. */
  | {
      type: "applicationChanged";
      /** What was to be so. */
      action: SetupAction;
      /** The permission, the thumbprint of the certificate, or the name of the application. */
      subject: string;
      /** What became of it before reads show it: `notSeen` is a success so far. */
      status: SetupStatus;
    }
  /** Whether a Temporary Access Pass can be issued was checked. */
  | {
      type: "passChecked";
      /** For whom. */
      userId: string;
      /** Whether the tenant's policy could be read. */
      policyRead: boolean;
    }
  /** A Temporary Access Pass was created. Nobody knows it yet: it is told in the response. */
  | {
      type: "passCreated";
      /** For whom. */
      userId: string;
      /** Its id among the person's methods. */
      methodId: string;
      /** Until when it can be used. */
      endsAt: string;
    }
  /** A Temporary Access Pass was removed. */
  | {
      type: "passRemoved";
      /** Whose. */
      userId: string;
      /** Its id among the person's methods. */
      methodId: string;
    }
  /** Sessions were revoked. */
  | {
      type: "sessionsRevoked";
      /** Whose. */
      userId: string;
    }
  /** A part of the answer, for `listHardwareTokens`. */
  | {
      type: "hardwareTokens";
      /** The tokens. */
      tokens: readonly HardwareToken[];
    }
  /** Rows of the input of a run that cannot be used, or that are left out. */
  | {
      type: "badRows";
      /** The rows. */
      rows: readonly BadRow[];
    }
  /** A part of the answer, for `planRun`. */
  | {
      type: "plannedPeople";
      /** The people. */
      people: readonly PlannedPerson[];
    }
  /** What a run will take, before its first write. */
  | {
      type: "runEstimated";
      /** What. */
      estimate: RunEstimate;
    }
  /** How far a run is; four times a second at most. */
  | {
      type: "runProgress";
      /** How far. */
      progress: RunProgress;
    }
  /** A part of the answer, for `startRun` and `resumeRun`: people who have ended. */
  | {
      type: "runPeople";
      /** The people. */
      people: readonly PersonResult[];
    };

/** A request for the proof of a run. */
export interface ExportProofRequest {
  /** The name of the journal. */
  file: string;
  /** In which form. */
  format: ProofFormat;
  /** Demands this last hash, as for `verifyJournal`. */
  expectHead?: string;
  /** The name of a new file that it is written to; told in events of type `text` when absent. */
  to?: string;
}

/**
 * Granting a role. Only the roles that administer authentication are granted; the reason and the
 * ticket of the case are the justification and the ticket of a request to Privileged Identity
 * Management.
 */
export interface GrantRoleRequest {
  /** Which role: its name, or its template id. */
  role: string;
  /** To whom: people, or ids of role-assignable groups. */
  users: readonly string[];
  /** In this administrative unit only: its name or id. */
  administrativeUnit?: string;
  /** For how long; `timeBoxed` when absent and an end is given, else `permanent`. */
  kind?: AssignmentKind;
  /** How long it lasts, from now on. For more than 49 days give `until`. */
  durationMs?: number;
  /** When it ends, instead of `durationMs`. */
  until?: string;
  /** Only tell what would be done, and write nothing. */
  validateOnly?: boolean;
  /** The case it belongs to. */
  case?: Case;
}

/** A hardware token. Its secret key is never read. */
export interface HardwareToken {
  /** The id in the inventory, which is the method's id where somebody has it. */
  tokenId: string;
  /** The serial number on the token. */
  serialNumber?: string;
  /** `available`, `assigned`, `activated`, `failedActivation`, or what a newer service says. */
  status?: string;
  /** The state in words. */
  state: string;
  /** Who has it. */
  assignedTo?: TokenHolder;
  /** The name that it was given. */
  displayName?: string;
  /** Who made it. */
  manufacturer?: string;
  /** Its model. */
  model?: string;
  /** `hmacsha1` or `hmacsha256`. */
  hashFunction?: string;
  /** How long each code is shown. */
  timeIntervalInSeconds?: number;
}

/** Which tokens of the inventory; all when nothing is given. */
export interface HardwareTokenFilter {
  /** The one with this serial number. */
  serialNumber?: string;
  /** Those in this state: `available`, `assigned`, `activated` or `failedActivation`. */
  status?: string;
  /** Those that this person has. */
  user?: string;
}

/** The end of a list of tokens. The tokens themselves came in events, page by page. */
export interface HardwareTokenList {
  /** How many tokens were told. */
  count: number;
  /** How many in each state. */
  byStatus: readonly TokenCount[];
}

/** One thing that somebody holds. */
export interface Holding {
  /** How. */
  kind: HoldingKind;
  /** The role; absent for a group. */
  role?: RoleRef;
  /** The name of the group, or its id where the name is not shown. */
  group?: string;
  /** The administrative unit that the role is limited to, by id. */
  administrativeUnit?: string;
  /** Whether that unit is one of restricted management; absent when it could not be read. */
  restricted?: boolean;
}

/** How somebody comes to hold something. */
export type HoldingKind =
  /** A role that is active in the whole tenant, directly or through a group. */
  | "active"
  /** A role that is active in one administrative unit, or on one object. */
  | "scoped"
  /** A role that the person may activate. */
  | "eligible"
  /** Membership of a group that can hold roles, whether it holds one or not. */
  | "member"
  /** Ownership of a group that can hold roles. */
  | "owner"
  /** Membership of such a group that the person may activate. */
  | "eligibleMember"
  /** Ownership of such a group that the person may activate. */
  | "eligibleOwner";

/**
 * Which application is to have the permissions for which work. Exactly one of `name`, `clientId` and
 * `managedIdentity` is given. Nothing is ever taken away: what is superfluous is told.
 */
export interface InitializeApplicationRequest {
  /** What it is to do: operations of the contract, or `all`, which leaves out this one alone. */
  operations: readonly string[];
  /** How it signs in: `application` when absent, as itself; `delegated` with a person. */
  kind?: PermissionKind;
  /**
   * The display name of an app registration, which is made where there is none of this name. One that
   * was made by something else is used only by its client id.
   */
  name?: string;
  /** The client id of an app registration that exists. */
  clientId?: string;
  /** A managed identity: its object id, client id or name. */
  managedIdentity?: string;
  /** The certificate with which it signs in, in PEM or as DER in base64. Never its private key. */
  certificate?: string;
  /** Lets people sign in to it with a device code. For `delegated` only. */
  deviceCode?: boolean;
  /** Only tell what would be done, and write nothing. */
  validateOnly?: boolean;
  /** The case it belongs to. */
  case?: Case;
}

/** How the text of an input is to be read. */
export type InputFormat =
  /** Columns with a header, separated by commas, semicolons or tabs. */
  | "csv"
  /** One JSON object, or one JSON text, a line. */
  | "jsonLines";

/** What was read about one person before deciding anything. */
export interface Inspection {
  /** The person. */
  user: User;
  /** The person's authentication methods, the password included. */
  methods: readonly Method[];
  /** The default second factor; absent when there is none or it could not be read. */
  defaultMethod?: string;
  /**
   * Whether the service prefers the strongest method by itself; the default still decides what may be
   * deleted.
   */
  systemPreferred?: boolean;
  /** The default could not be read, so a deletion may meet a refusal. */
  defaultUnknown: boolean;
  /** Only v1.0 answered: kinds that v1.0 does not show may exist. */
  incompleteView: boolean;
  /**
   * The person's directory roles in the whole tenant; absent when they were not asked for or could not
   * be read.
   */
  roles?: readonly RoleRef[];
  /** What the person holds that decides who may act on them; absent when it was not asked for. */
  standing?: Standing;
  /** What a reader should know. */
  notes?: readonly Note[];
}

/** A pass for one person. */
export interface IssuePassRequest {
  /** For whom. */
  user: string;
  /** For how many minutes it can be used: 10 to 43,200, within the limits of the policy. */
  lifetimeMinutes?: number;
  /** From when; at once when absent. */
  startsAt?: string;
  /** Whether it works only once. */
  usableOnce?: boolean;
  /** Comes as close as the policy allows, instead of refusing what it does not allow. */
  clamp?: boolean;
  /** Replaces a pass that can still be used. A person has one at most. */
  replace?: boolean;
  /** The case it belongs to. */
  case?: Case;
}

/** A pass that was issued. This is the only place where its secret is told, and the only time. */
export interface IssuedPass {
  /** Whose. */
  user: UserRef;
  /** The pass itself. */
  temporaryAccessPass: string;
  /** What can be known of it later too. */
  pass: PassDetails;
  /** Whether another pass that could still be used made way for it. */
  replaced: boolean;
  /** The `request-id` of the creation. */
  requestId?: string;
  /** What a person should know. */
  notes?: readonly Note[];
}

/**
 * One write that was written down where it was made: the few fields of a journal that are needed to
 * recognize its record in the audit log. Other fields are passed over, so that whole lines of a
 * journal can be given.
 */
export interface JournalLine {
  /** When the request was sent. */
  at: string;
  /** When it was answered; taken to be within a minute when absent. */
  answeredAt?: string;
  /** The object id of the person who was written. */
  userId: string;
  /** What the audit log calls it. */
  action: AuditAction;
  /** The HTTP status of the answer. A line of a refusal tells of no change, and is passed over. */
  status?: number;
  /**
   * Who was signed in: the object id of the person or of the service principal, or the application id.
   * Without it, only the request id can prove that a record is this write's.
   */
  actorId?: string;
  /** The service's id of the request. */
  requestId?: string;
  /** Who asked for it. */
  requestedBy?: string;
  /** The ticket. */
  ticket?: string;
  /** The run that it belongs to. */
  run?: string;
}

/** Whether a journal is as it was written. */
export interface JournalReport {
  /** Whether every line follows from the one before, and the last one is the expected. */
  intact: boolean;
  /** The first line that is not as it was written, from 1; absent when it is not known which it is. */
  firstBadLine?: number;
  /** What is wrong with it, or worth knowing of one that is intact: that its last line is not whole. */
  problem?: string;
  /** How many whole lines there are. */
  lines: number;
  /** The hash of the last line that is intact. */
  head: string;
  /** The run. */
  run?: string;
  /** What is done for each person. */
  each?: RunOperation;
  /** When the run began. */
  startedAt?: string;
  /** When it came to its end, or was stopped; absent while it goes on, and after a crash. */
  endedAt?: string;
  /** How many people it is. */
  people: number;
  /** For how many it is done. */
  done: number;
  /** How many are partial. */
  partial: number;
  /** For how many it failed. */
  failed: number;
  /** How many were skipped. */
  skipped: number;
  /** Whether the run has come to its end. */
  finished: boolean;
  /** How many people are left for a resume. */
  unfinished: number;
}

/** A role that may do it. */
export interface LeastRole {
  /** The role. */
  role: RoleRef;
  /**
   * The administrative unit that it must be held in, by id; any scope that covers the person when
   * absent.
   */
  administrativeUnit?: string;
}

/** A list that takes long to read. */
export type LongList =
  /** The audit log. */
  | "auditLog"
  /** The registration report. */
  | "registrationReport"
  /** Who is in a unit or a group. */
  | "members";

/** One authentication method of one person. */
export interface Method {
  /** The id among the person's methods. */
  methodId: string;
  /** The kind. */
  kind: string;
  /** What a service desk calls it; numbers and addresses are masked. */
  label: string;
  /** Whether it is the default second factor. */
  default: DefaultMark;
  /** The name of the device or key. */
  displayName?: string;
  /** `mobile`, `alternateMobile` or `office`. */
  phoneType?: string;
  /** The number as the service shows it to this sign-in (it may be masked already). */
  phoneNumber?: string;
  /** The address, for self-service password reset. */
  emailAddress?: string;
  /** The state of a hardware token: `available`, `assigned`, `activated`, `failedActivation`. */
  deviceStatus?: string;
  /** Model of the key, or of the token. */
  model?: string;
  /** Whether a Temporary Access Pass can be used now. */
  isUsable?: boolean;
  /** When it was registered; the service often does not say. */
  createdDateTime?: string;
  /** When it was last used (beta). */
  lastUsedDateTime?: string;
}

/** A method in an outcome: enough to recognize it, nothing personal. */
export interface MethodSummary {
  /** The id among the person's methods. */
  methodId: string;
  /** The kind. */
  kind: string;
  /** What a service desk calls it; numbers and addresses are masked. */
  label: string;
}

/** Something that a person should know. */
export interface Note {
  /** What it is about. */
  code: NoteCode;
  /** The sentence. */
  message: string;
  /** What to do, where something can be done. */
  remedy?: string;
}

/** What a note is about. */
export type NoteCode =
  /** Only v1.0 answered; kinds that it does not show may exist. */
  | "incompleteView"
  /** A method of an unknown kind stays. */
  | "unknownKind"
  /** The default could not be read. */
  | "defaultUnknown"
  /** The service still refuses to delete the default method. */
  | "defaultRefused"
  /** The service refuses to delete the mobile number while the alternate one exists. */
  | "alternateMobileRefused"
  /** A read after the writes still shows the method. */
  | "stillListed"
  /** A method was registered while the reset ran. */
  | "methodAppeared"
  /** The read after the writes failed. */
  | "notVerified"
  /** A step failed. */
  | "stepFailed"
  /** The caller asked to stop. */
  | "cancelled"
  /** The user was deleted meanwhile. */
  | "userGone"
  /** The guest's own multifactor authentication lives in the home tenant. */
  | "guestHomeTenant"
  /** Revoking sessions was asked for and did not succeed. */
  | "revocationFailed"
  /** Revoking sessions was accepted, but the person does not show it yet. */
  | "revocationNotSeen"
  /** Sessions end within minutes; access tokens already issued live on for up to 90 minutes. */
  | "revocationDelay"
  /** What is deleted is also gone for self-service password reset. */
  | "passwordReset"
  /** Revoking sessions signs the person out of every device. */
  | "signsOutEverywhere"
  /** A Temporary Access Pass that can still be used makes way for the new one. */
  | "passReplaced"
  /**
   * The tenant's policy for Temporary Access Passes could not be read, or whether it includes the
   * person.
   */
  | "passPolicyNotChecked"
  /** The pass is not quite as asked for, because the policy does not allow that. */
  | "passClamped"
  /** The pass was removed again, because nothing was deleted. */
  | "passWithdrawn"
  /** Methods were deleted, and there is no pass yet. */
  | "passOwed"
  /** There may be a pass that nobody knows. */
  | "passLeftBehind"
  /** Roles of the person could not be read. */
  | "rolesUnknown"
  /** The state of a hardware token could not be read. */
  | "tokenStateUnknown"
  /** A Temporary Access Pass would be of no use: the person is a guest, or the account is disabled. */
  | "passNotPossible"
  /** The domain is federated: people may do multifactor authentication elsewhere. */
  | "federatedDomain"
  /** Conditional Access guards the registration of new methods, and no usable pass is planned. */
  | "registrationGuarded"
  /** Whether Conditional Access guards the registration of new methods could not be read. */
  | "registrationNotChecked"
  /** A method stays that was added a short time ago; in a compromise it may be the attacker's. */
  | "recentMethodStays"
  /** Something about roles could not be read: there may be more than is told. */
  | "rolesIncomplete"
  /** A role with less power may be enough. */
  | "broaderRole"
  /** The role counts in the whole tenant where an administrative unit would do. */
  | "wholeTenant"
  /** The role is held until it is taken back, where it could end by itself. */
  | "permanentRole"
  /** One sign-in may both grant roles and change authentication methods. */
  | "grantsAndResets"
  /** A role is in tokens issued after it was granted: people must sign in again. */
  | "roleNeedsSignIn"
  /** The role is held in another way as well: through a group, or elsewhere. */
  | "heldOtherwise"
  /** The role is held already, but for another time than was asked for. */
  | "otherTerm"
  /** It is the role of the one who is signed in. */
  | "ownRole"
  /** Nobody would hold the role there any more. */
  | "lastHolder"
  /** The account is disabled. */
  | "accountDisabled"
  /** A guest would administer authentication. */
  | "guestRole"
  /** Somebody must approve it first. */
  | "awaitsApproval"
  /** The service accepted the change of a role, but reads do not show it yet. */
  | "roleNotSeen"
  /** Less is demanded of the person than before. */
  | "weakened"
  /** The service turned `enabled` into `enforced`, because the person has a second factor. */
  | "becameEnforced"
  /** Microsoft recommends Conditional Access instead of per-user MFA. */
  | "perUserMfaNotRecommended"
  /** The service shows this sign-in masked numbers only. */
  | "numberMasked"
  /** The same number stands twice among the person's methods. */
  | "numberUsedTwice"
  /** The number is somebody else's sign-in name. */
  | "numberNotUnique"
  /** The inventory of hardware tokens could not be read. */
  | "inventoryUnknown"
  /** Audit records arrive with minutes of delay. */
  | "auditDelay"
  /** More audit records exist than were asked for. */
  | "limitReached"
  /** The person is protected by a guard, which the request overrode. */
  | "guardOverridden"
  /** The audit log does not reach back as far as was asked for. */
  | "auditRetention"
  /** Names of people could not be read; they are told by id. */
  | "namesUnknown"
  /** An application was asked for in a way in which the audit log may not know it. */
  | "applicationByIdOnly"
  /** The registration report is made every few hours and does not know what changed since. */
  | "reportDelay"
  /** The registration report leaves people out. */
  | "peopleMissing"
  /** An administrator must consent before the application can do its work. */
  | "consentNeeded"
  /** The application has permissions that the work it is set up for does not need. */
  | "moreThanNeeded"
  /** The application keeps its token for a while, and what was granted counts with the next one. */
  | "tokenKept"
  /** Whoever signs in to the application needs a role, too. */
  | "peopleNeedRoles"
  /** The application may grant roles or permissions, to itself as well. */
  | "canGrantItself"
  /**
   * The service counts requests for authentication methods as requests for reports, of which it allows
   * few.
   */
  | "methodsCountAsReports";

/** What one operation needs. */
export interface OperationNeeds {
  /** The name of the operation. */
  operation: string;
  /** Delegated or application permissions: their names are the same. */
  permissions: readonly PermissionNeed[];
  /** What a person needs besides. */
  roles: readonly RoleNeed[];
}

/** How a reset ended for one person. */
export type Outcome =
  /** A read after the writes shows that nothing in scope is left. */
  | "done"
  /** Something in scope is left, or could not be seen; the notes say what and why. */
  | "partial"
  /** Nothing was achieved, or the person is gone. */
  | "failed";

/** A pass without its secret. */
export interface PassDetails {
  /** The id among the person's methods. */
  methodId: string;
  /** Whether it can be used now. */
  usable: boolean;
  /**
   * The service's word for that: `EnabledByPolicy`, `DisabledByPolicy`, `Expired`, `NotYetValid`,
   * `OneTimeUsed`.
   */
  usability?: string;
  /** From when it can be used. */
  startsAt: string;
  /** Until when. */
  endsAt: string;
  /** For how many minutes. */
  lifetimeMinutes: number;
  /** Whether it works only once. */
  usableOnce: boolean;
}

/** How a pass should be. What is absent is as the tenant's policy says. */
export interface PassOptions {
  /** For how many minutes it can be used: 10 to 43,200, within the limits of the policy. */
  lifetimeMinutes?: number;
  /** From when; at once when absent. */
  startsAt?: string;
  /** Whether it works only once. */
  usableOnce?: boolean;
  /** Comes as close as the policy allows, instead of refusing what it does not allow. */
  clamp?: boolean;
}

/** What the tenant's policy says of passes. */
export interface PassPolicy {
  /** Whether passes are allowed at all. */
  enabled: boolean;
  /** The shortest lifetime. */
  minimumLifetimeMinutes?: number;
  /** The longest lifetime. */
  maximumLifetimeMinutes?: number;
  /** The lifetime when none is asked for. */
  defaultLifetimeMinutes?: number;
  /** Whether every pass works only once. */
  usableOnce: boolean;
}

/** The removal of one person's pass. */
export interface PassRemoval {
  /** Whose. */
  user: UserRef;
  /** Whether a read after the write shows that there is none. */
  removed: boolean;
  /** The pass that there was; absent when there was none. */
  pass?: PassDetails;
  /** What a person should know. */
  notes?: readonly Note[];
}

/** The pass of one person, and the policy. */
export interface PassReport {
  /** Whose. */
  user: UserRef;
  /** The pass; absent when there is none. */
  pass?: PassDetails;
  /** The policy; absent when this sign-in may not read it. */
  policy?: PassPolicy;
}

/** What became of the pass of a rescue. */
export type PassStatus =
  /** It is there, and told here. */
  | "issued"
  /**
   * It was removed again before anybody knew it, because nothing had been deleted; or it went with the
   * person.
   */
  | "withdrawn"
  /** Methods were deleted, and there is no pass: one is owed to the person. */
  | "owed"
  /** There may be one that nobody knows. */
  | "leftBehind";

/** What came of changing the per-user MFA state of one person. */
export interface PerUserStateOutcome {
  /** Whose. */
  user: UserRef;
  /** How it ended: `done` when a read shows it. */
  outcome: Outcome;
  /** The state that was asked for. */
  asked: string;
  /** The state before. */
  before: string;
  /**
   * The state as the last read showed it. The service turns `enabled` into `enforced` for who has a
   * second factor.
   */
  state: string;
  /** What that means for the person. */
  meaning: string;
  /** Whether anything was written; not where the person was in that state already. */
  written: boolean;
  /** Whether less is demanded of the person than before. */
  weakened: boolean;
  /** The `request-id` of the change. */
  requestId?: string;
  /** When the read that the outcome rests on was made. */
  verifiedAt?: string;
  /** What a person should know. */
  notes?: readonly Note[];
}

/** The per-user MFA state of one person. */
export interface PerUserStateReport {
  /** Whose. */
  user: UserRef;
  /** `disabled`, `enabled` or `enforced`. */
  state: string;
  /** What that means for the person. */
  meaning: string;
  /** What a person should know. */
  notes?: readonly Note[];
}

/** What a sign-in lacks for some operations, and what it has beyond them. */
export interface PermissionGap {
  /** Needs that no permission of the token meets. */
  missing: readonly PermissionNeed[];
  /**
   * Needs that no tenant-wide role of the person meets. A role for one administrative unit does not show
   * in a token.
   */
  missingRoles: readonly RoleNeed[];
  /** Permissions of the token that none of the operations needs. */
  unneeded: readonly string[];
}

/** Which of the two kinds of permission. */
export type PermissionKind =
  /** For an application that a person is signed in to. */
  | "delegated"
  /** For an application as itself. */
  | "application";

/** A need that any one of these permissions meets. */
export interface PermissionNeed {
  /** What it is needed for, as a clause that begins with "to". */
  what: string;
  /** The permissions, the least first. */
  anyOf: readonly string[];
}

/** How it ended for one person. */
export type PersonOutcome =
  /** It is done, as a read after the writes shows. */
  | "done"
  /** Something is left, or could not be seen. */
  | "partial"
  /** It failed. */
  | "failed"
  /** Nothing was tried, because of a guard, a policy, or what the service would refuse. */
  | "skipped";

/** What came of one person. */
export interface PersonResult {
  /** The line of the input. */
  line: number;
  /** The object id. */
  userId: string;
  /** The person, as read. */
  user?: UserRef;
  /** How it ended. */
  outcome: PersonOutcome;
  /** Why it was skipped or failed. */
  error?: ErrorInfo;
  /** The whole response of the operation, where there is one. A pass is in it, and nowhere else. */
  response?: Response;
}

/** What was done to a telephone number. */
export type PhoneChange =
  /** There was none of this type. */
  | "added"
  /** There was another one. */
  | "changed"
  /** It was there already; nothing was written. */
  | "unchanged";

/** What came of setting a telephone number. Numbers are masked. */
export interface PhoneOutcome {
  /** Whose. */
  user: UserRef;
  /** How it ended: `done` when a read shows it. */
  outcome: Outcome;
  /** What was done. */
  change: PhoneChange;
  /** Which of the three. */
  phoneType: PhoneType;
  /** The method's id. */
  methodId?: string;
  /** The number before; absent when there was none of this type. */
  before?: string;
  /** The number that was asked for. */
  number: string;
  /** Whether the person can sign in by a text message to it, in the service's words. */
  smsSignInState?: string;
  /** The `request-id` of the change. */
  requestId?: string;
  /** When the read that the outcome rests on was made. */
  verifiedAt?: string;
  /** What a person should know. */
  notes?: readonly Note[];
}

/** Which of a person's three phones. */
export type PhoneType =
  /** Text messages and calls. */
  | "mobile"
  /** Calls only; it exists only beside a mobile number. */
  | "alternateMobile"
  /** Calls only; it may have an extension. */
  | "office";

/** The plan of one person's re-registration. It is made by a pure function of what was read. */
export interface Plan {
  /** Whose methods. */
  user: UserRef;
  /** The situation, where the request named one. */
  preset?: Preset;
  /** Which scope. */
  scope: Scope;
  /** Whether sessions are revoked afterwards. */
  revokeSessions: boolean;
  /** Whether a Temporary Access Pass is issued. */
  issuePass: boolean;
  /** The writes, in order. */
  steps: readonly PlanStep[];
  /** What stays, and why. */
  stays: readonly Stay[];
  /** The requests that carrying it out takes when the service does not lag. */
  requests: RequestCount;
  /**
   * Identifies the methods that the plan was made from: a reset told to expect it stops when they
   * changed.
   */
  fingerprint: string;
  /** Who made it: the person who was signed in, or the one on whose behalf an application did. */
  plannedBy?: string;
  /** What a person should know before saying yes. */
  notes?: readonly Note[];
}

/** One write of a plan. */
export interface PlanStep {
  /** The position, from 1. */
  step: number;
  /** What it does. */
  action: StepAction;
  /** The method that it acts on; absent for `setDefault`. */
  methodId?: string;
  /** The kind of that method. */
  kind?: string;
  /** The new default, for `setDefault`. */
  defaultMethod?: string;
  /** What a service desk calls the thing acted on; numbers and addresses are masked. */
  label: string;
  /** Why it stands at this place in the order. */
  reason: string;
}

/** What is planned for one person. */
export interface PlannedPerson {
  /** The line of the input. */
  line: number;
  /** The object id. */
  userId: string;
  /** The person, as read. */
  user?: UserRef;
  /** How many writes it takes. */
  writes: number;
  /** Why the person would be skipped, or could not be read. */
  refused?: ErrorInfo;
  /** The plan of a reset or rescue. */
  reset?: PlannedReset;
  /** What preflight says, for the other operations. */
  preflight?: PreflightTarget;
}

/** A plan with what it was made from. Nothing was written. */
export interface PlannedReset {
  /** What was read. */
  inspection: Inspection;
  /** What would be done. */
  plan: Plan;
  /** Whether the service would let this sign-in do it. */
  preflight?: readonly PreflightVerdict[];
  /** Why the reset would be refused, if it would. */
  refused?: ErrorInfo;
}

/** A mistake in a policy. */
export interface PolicyFault {
  /** Where, such as `limits.scopes[1]`; empty for the document itself. */
  field: string;
  /** What is wrong with it. */
  message: string;
}

/** A policy that the host has read. Its text stays whole: the core checks it. */
export interface PolicySource {
  /** What it is called in messages, such as the path of the file. */
  name: string;
  /** Whether it holds for the whole machine: other policies can only be stricter. */
  machineWide?: boolean;
  /** The document. Absent when the file is there and could not be read: then nothing is written. */
  text?: string;
}

/** Whether the service would do it. */
export type PreflightAnswer =
  /** It would. */
  | "allowed"
  /** It would not, or this product does not. */
  | "refused"
  /** What decides could not be read. It may be tried. */
  | "unknown";

/** Why. */
export type PreflightReason =
  /** A role of the person who is signed in allows it. */
  | "roleAllows"
  /** An application is bound by its permissions, and has them. */
  | "application"
  /** The sign-in lacks the permission. */
  | "permissionMissing"
  /** The person is the one who is signed in. */
  | "ownAccount"
  /** A guard of this product protects the person. */
  | "guarded"
  /** No role of the person who is signed in does this to anybody. */
  | "roleMissing"
  /** The person acted on holds a role or a group that outranks. */
  | "targetOutranks"
  /** The role is limited to administrative units that the person is not in. */
  | "outsideUnit"
  /** The person is in a unit of restricted management. */
  | "restrictedUnit"
  /** Roles of the one who is signed in could not be read. */
  | "ownRolesUnread"
  /** What the person acted on holds could not be read. */
  | "targetUnread"
  /** Only a role of the tenant's own might allow it; what such a role allows is not looked into. */
  | "customRole";

/** The answers for everybody. */
export interface PreflightReport {
  /** On whose behalf requests are made. */
  signedInAs: SignedInAs;
  /** Roles in the whole tenant of the person who is signed in, as far as the token tells. */
  roles?: readonly RoleRef[];
  /** Permissions of the token that none of the purposes needs; absent when the token does not tell. */
  unneededPermissions?: readonly string[];
  /** One for each person, in the order of the question. */
  targets: readonly PreflightTarget[];
  /** HTTP requests sent, retries included. */
  requestsSent: number;
}

/** A question about people who are about to be written. */
export interface PreflightRequest {
  /** Whom; at most 500. */
  users: readonly string[];
  /** What is to be done; a reset and the revocation of sessions when absent. */
  purposes?: readonly Purpose[];
  /** Which methods the reset would remove. */
  scope?: Scope;
  /** The kinds that go, for the scope `kinds`. */
  kinds?: readonly string[];
  /** Kinds or method ids that stay, whatever the scope. */
  keep?: readonly string[];
  /** The case it belongs to. */
  case?: Case;
}

/** The answers for one person. */
export interface PreflightTarget {
  /** How the person was named in the question. */
  asked: string;
  /** The person; absent when nobody could be read. */
  user?: UserRef;
  /** Why nobody could be read. */
  error?: ErrorInfo;
  /** One for each purpose. */
  verdicts: readonly PreflightVerdict[];
  /** What the person holds; absent when it does not decide anything here. */
  standing?: Standing;
  /** What a person should know before saying yes. */
  notes?: readonly Note[];
}

/** The answer for one person and one purpose. */
export interface PreflightVerdict {
  /** What is to be done. */
  purpose: Purpose;
  /** Whether the service would do it. */
  answer: PreflightAnswer;
  /** Why. */
  reason: PreflightReason;
  /** The same in a sentence. */
  message: string;
  /** The least role with which a person may do it; absent when no role may. */
  leastRole?: LeastRole;
  /** What to do, or who may; absent when it is allowed. */
  remedy?: string;
  /** Permissions that the sign-in lacks for it. */
  missingPermissions?: readonly PermissionNeed[];
}

/** A situation that says what a reset removes. */
export type Preset =
  | "newPhone"
  | "lostPhone"
  | "compromised";

/** What a preset stands for. */
export interface PresetInfo {
  /** Its name. */
  preset: Preset;
  /** What it is for. */
  meaning: string;
  /** The scope. */
  scope: Scope;
  /** The kinds that go, for the scope `kinds`. */
  kinds: readonly string[];
  /** Whether sessions are revoked. */
  revokeSessions: boolean;
  /** Whether a Temporary Access Pass is issued; then the operation is `rescue`. */
  issuePass: boolean;
}

/** Who holds a role: a person, a group or an application. */
export interface Principal {
  /** The object id. */
  id: string;
  /** What it is. */
  kind: PrincipalKind;
  /** The name that people read; absent where it could not be read. */
  displayName?: string;
  /** A person's sign-in name. */
  userPrincipalName?: string;
}

/** What holds a role, or may. */
export type PrincipalKind =
  /** A person. */
  | "user"
  /** A role-assignable group. */
  | "group"
  /** An application. */
  | "servicePrincipal"
  /** The directory did not say. */
  | "unknown";

/** The form of a proof. */
export type ProofFormat =
  /** A page that an auditor can read and print. */
  | "html"
  /** A table: one row a person. */
  | "csv";

/** What is to be done to a person. */
export type Purpose =
  /** Adding, changing and removing authentication methods: a reset. */
  | "reset"
  /** Revoking sign-in sessions. */
  | "revokeSessions"
  /** Issuing a Temporary Access Pass. */
  | "issuePass"
  /** Changing the per-user MFA state. */
  | "setPerUserState";

/** A question that needs neither a client nor the network. */
export type QuickRequest =
  /** What this version is and can do. */
  | { call: "describe" }
  /** The plan of a reset from an inspection that was read before. */
  | {
      call: "plan";
      /** What was read. */
      inspection: Inspection;
      /** What is asked for; its user is not looked up again. */
      request: ResetRequest;
    }
  /** Whether a guard policy is valid, and what it says. */
  | {
      call: "checkPolicy";
      /** The document. */
      text: string;
    }
  /** What operations need of a sign-in: permissions and roles. */
  | {
      call: "permissions";
      /** Which operations; every one when empty or `all`. */
      operations?: readonly string[];
      /** Which permissions the manifest asks for; both kinds when absent. */
      kind?: PermissionKind;
    };

/** The answer to a `QuickRequest`. */
export type QuickResponse =
  /** What this version is and can do. */
  | {
      call: "describe";
      /** The version of the product. */
      version: string;
      /** The operations of `Request`. */
      operations: readonly string[];
      /** Every error code with its meaning. */
      errorCodes: readonly Word[];
      /** Every kind of method that is known, with its name for a service desk. */
      methodKinds: readonly Word[];
      /** The presets of a reset, with what each stands for. */
      presets: readonly PresetInfo[];
      /** The variables of a host's environment that belong into `ClientConfig.environment`. */
      environment: readonly string[];
      /** Those that belong into the secret argument. */
      secretEnvironment: readonly string[];
    }
  /** The plan. */
  | {
      call: "plan";
      /** What would be done. */
      plan: Plan;
    }
  /** Whether the policy is valid. */
  | {
      call: "checkPolicy";
      /** Whether it is. */
      valid: boolean;
      /** Every mistake in it. */
      errors: readonly PolicyFault[];
      /** What it says, one sentence for each of its fields; nothing when it is not valid. */
      says: readonly string[];
    }
  /** What the operations need. */
  | {
      call: "permissions";
      /** Each operation by itself. */
      operations: readonly OperationNeeds[];
      /** The fewest and least permissions that are enough for all of them, delegated or application. */
      least: readonly string[];
      /** The fewest and least roles with which a person can do all of them. */
      roles: readonly RoleRef[];
      /** What the manifest of the app registration says to ask for them. */
      requiredResourceAccess: readonly RequiredResourceAccess[];
    };

/** Which limits an estimate reckons with, and a run keeps to. */
export type QuotaProfile =
  /** Authentication methods count as the directory does: 3,000 writes at once, then 20 a second. */
  | "directory"
  /**
   * Authentication methods count as reports do: 5 requests in 10 seconds. The documentation allows this
   * reading.
   */
  | "reports";

/** A question to the registration report. */
export interface RegistrationReportRequest {
  /**
   * Only the people in this administrative unit: its object id or its name. The service cannot be asked
   * for them alone: the report is read until all of them are found.
   */
  administrativeUnit?: string;
  /** Only the people in this group and in the groups within: its object id or its name. */
  group?: string;
  /**
   * Only people who are not capable of multifactor authentication, and people of whom the report does
   * not know.
   */
  onlyNotCapable?: boolean;
  /** Only people with a directory role. */
  onlyAdministrators?: boolean;
  /** Only people who have registered this, in the report's words, such as `mobilePhone`. */
  method?: string;
  /** How the rows travel; as values when absent. */
  format?: RowFormat;
}

/** One person in the registration report. What the service does not say is absent. */
export interface RegistrationRow {
  /** The object id. */
  id: string;
  /** The sign-in name. */
  userPrincipalName: string;
  /** The name that people read. */
  displayName: string;
  /** What the report knows about them. */
  standing: ReportStanding;
  /** Whether something is registered that the policy accepts as a second factor. */
  mfaCapable?: boolean;
  /** Whether a second factor is registered, accepted or not. */
  mfaRegistered?: boolean;
  /** Whether they can sign in without a password. */
  passwordlessCapable?: boolean;
  /** Whether they can reset their password by themselves. */
  passwordResetCapable?: boolean;
  /** Whether they hold a directory role. */
  isAdmin?: boolean;
  /** `member` or `guest`. */
  userType?: string;
  /** What is registered, in the report's words; an open list. */
  methods: readonly string[];
  /** The default second factor that they chose, in the report's words. */
  defaultMethod?: string;
  /** What the system prefers instead, where it does. */
  systemPreferredMethods: readonly string[];
  /** When the service last looked. What they changed since is not in this row. */
  lastUpdated?: string;
  /** How old that makes the row, in words. */
  age?: string;
}

/** The registration report in numbers. They count the rows that were given, no others. */
export interface RegistrationSummary {
  /**
   * Rows that were given: people in the report, and people of the unit or group of whom it does not
   * know.
   */
  people: number;
  /** Of these, capable of multifactor authentication. */
  capable: number;
  /** Not capable of it. */
  notCapable: number;
  /** Capable of signing in without a password. */
  passwordless: number;
  /** With a directory role. */
  administrators: number;
  /** With a directory role, and not capable. */
  administratorsNotCapable: number;
  /** Guests. Their own multifactor authentication may live in their home tenant. */
  guests: number;
  /**
   * People of the unit or group of whom the report does not know; 0 when the whole tenant was asked for,
   * since the report does not tell of whom it does not know.
   */
  unknown: number;
  /** Of the unknown, those whose account is disabled. */
  unknownDisabled: number;
  /** Of the unknown, those whose account is newer than the report. */
  unknownNew: number;
  /** How many have registered what, most first. */
  byMethod: readonly ReportCount[];
  /** How many have chosen which default, most first. */
  byDefault: readonly ReportCount[];
  /** When the service looked at the first of them … */
  oldest?: string;
  /** … and at the last. */
  newest?: string;
  /** How fresh the report is, in words. */
  freshness: string;
  /** What a reader should know. */
  notes?: readonly Note[];
}

/** The removal of one method: by its id, or by its kind where the person has one of that kind. */
export interface RemoveMethodRequest {
  /** Whose. */
  user: string;
  /** Which one, by id. */
  methodId?: string;
  /** Which one, by kind. */
  kind?: string;
  /** Removes all of that kind, if there are several. */
  all?: boolean;
  /** The case it belongs to. */
  case?: Case;
}

/** How many people have something. */
export interface ReportCount {
  /** What, in the report's words. */
  name: string;
  /** How many people. */
  people: number;
}

/** What the report knows about a person. */
export type ReportStanding =
  /** The report has a row about them. */
  | "reported"
  /** No row: the account is disabled, and the report leaves such people out. */
  | "disabled"
  /** No row: the account was created after the report was made. */
  | "new"
  /** No row, and nothing explains why. */
  | "missing";

/** What to do. A `user` is an object id, a user principal name, or an address that one person has. */
export type Request =
  /** Signs in, and tells who is signed in and what that sign-in may do. */
  | {
      operation: "checkSignIn";
      /**
       * Compares the permissions with what these operations need; `all` means every one. Not compared when
       * empty.
       */
      operations?: readonly string[];
    }
  /** Finds people by part of a name or address. */
  | {
      operation: "findUsers";
      /** What to look for; an id or a full user principal name finds that person. */
      text: string;
      /** At most this many people; 25 when absent. */
      limit?: number;
    }
  /** Reads one person. */
  | {
      operation: "getUser";
      /** Whom. */
      user: string;
    }
  /** Reads one person's authentication methods and which is the default. */
  | {
      operation: "listMethods";
      /** Whose. */
      user: string;
    }
  /** Tells which roles matter to MFA work, what each may do, and on whom. */
  | { operation: "listRoles" }
  /** Tells who holds which role, how, where, and until when. */
  | { operation: "listRoleAssignments" } & RoleAssignmentsRequest
  /** Tells which administrative units there are, in which a role can be granted. */
  | { operation: "listAdministrativeUnits" }
  /** Grants a role that administers authentication, and verifies it. */
  | { operation: "grantRole" } & GrantRoleRequest
  /** Takes such a role back, and verifies that it is gone. */
  | { operation: "revokeRole" } & RevokeRoleRequest
  /**
   * Registers an application, or finds one or a managed identity, and grants it the least permissions
   * for work.
   */
  | { operation: "initializeApplication" } & InitializeApplicationRequest
  /** Makes the plan of a reset, and writes nothing. */
  | { operation: "planReset" } & ResetRequest
  /** Tells whether the service would let this sign-in act on people, and who may where it would not. */
  | { operation: "preflight" } & PreflightRequest
  /** Requires re-registration: removes the methods in scope and verifies that they are gone. */
  | { operation: "reset" } & ResetRequest
  /**
   * Does a reset and issues a Temporary Access Pass, so that nobody is left with neither method nor
   * pass. Sessions are revoked unless the request or its preset says otherwise.
   */
  | { operation: "rescue" } & ResetRequest
  /** Removes one authentication method, and verifies that it is gone. */
  | { operation: "removeMethod" } & RemoveMethodRequest
  /** Issues a Temporary Access Pass. */
  | { operation: "issuePass" } & IssuePassRequest
  /** Reads whether one person has a Temporary Access Pass, and what the policy says. */
  | {
      operation: "getPass";
      /** Whose. */
      user: string;
    }
  /** Removes a Temporary Access Pass. */
  | {
      operation: "removePass";
      /** Whose. */
      user: string;
      /** The case it belongs to. */
      case?: Case;
    }
  /** Revokes sign-in sessions. */
  | {
      operation: "revokeSessions";
      /** Whose. */
      user: string;
      /** The case it belongs to. */
      case?: Case;
    }
  /** Reads one person's per-user MFA state. */
  | {
      operation: "getPerUserState";
      /** Whose. */
      user: string;
    }
  /** Changes one person's per-user MFA state. */
  | { operation: "setPerUserState" } & SetPerUserStateRequest
  /** Adds a telephone number to a person's methods, or changes it. */
  | { operation: "setPhone" } & SetPhoneRequest
  /** Lists the hardware tokens of the tenant. They are told by events, page by page. */
  | { operation: "listHardwareTokens" } & HardwareTokenFilter
  /** Gives a hardware token of the inventory to a person. */
  | { operation: "assignHardwareToken" } & AssignTokenRequest
  /** Activates a hardware token that a person has. */
  | { operation: "activateHardwareToken" } & ActivateTokenRequest
  /** Deactivates a hardware token; it stays with the person. */
  | { operation: "deactivateHardwareToken" } & TokenRequest
  /** Takes a hardware token from a person, back into the inventory. */
  | { operation: "unassignHardwareToken" } & TokenRequest
  /** Tells who reset MFA for whom, and when. */
  | { operation: "whoReset" } & WhoResetRequest
  /** Tells who is capable of multifactor authentication, row by row. */
  | { operation: "registrationReport" } & RegistrationReportRequest
  /**
   * Tells what would come of a run, person by person, and writes nothing in the tenant. The plan can be
   * saved.
   */
  | { operation: "planRun" } & RunRequest
  /** Does one operation for many people, with a journal ahead of each write. */
  | { operation: "startRun" } & RunRequest
  /** Goes on with a run where its journal ends. */
  | { operation: "resumeRun" } & ResumeRequest
  /** Tells whether a journal is as it was written. */
  | { operation: "verifyJournal" } & VerifyJournalRequest
  /** Writes what a journal proves in a form for people. */
  | { operation: "exportProof" } & ExportProofRequest;

/** How many HTTP requests something takes. */
export interface RequestCount {
  /** Requests that change something. */
  writes: number;
  /** Requests that read: the verification, at least. */
  reads: number;
}

/** What an app registration's manifest says about one resource. */
export interface RequiredResourceAccess {
  /** The application id of the resource: Microsoft Graph. */
  resourceAppId: string;
  /** The permissions. */
  resourceAccess: readonly ResourceAccess[];
}

/** A rescue: a reset, and a pass with which the person can register again. */
export interface RescueOutcome {
  /** What became of the pass. */
  passStatus: PassStatus;
  /** What can be known of the pass later too. */
  pass?: PassDetails;
  /** The pass itself, when it was issued. It is told here and nowhere else. */
  temporaryAccessPass?: string;
  /** Whose methods. */
  user: UserRef;
  /** How it ended. */
  outcome: Outcome;
  /** What was planned. */
  plan: Plan;
  /** What became of each step. */
  steps: readonly StepResult[];
  /** The methods before the first write. */
  methodsBefore: readonly MethodSummary[];
  /** The methods as the last read showed them; absent when no read succeeded. */
  methodsAfter?: readonly MethodSummary[];
  /** When the read that the outcome rests on was made. */
  verifiedAt?: string;
  /** Whether sessions were revoked; absent when that was not asked for. */
  sessionsRevoked?: boolean;
  /** Sessions from before this instant are invalid, as read after the revocation. */
  sessionsValidFrom?: string;
  /** What remains and why, and what to do. */
  notes?: readonly Note[];
  /** HTTP requests sent, retries included. */
  requestsSent: number;
  /** When the operation began. */
  startedAt: string;
  /** When it ended. */
  finishedAt: string;
}

/** One reset, as the log shows it: what one actor removed from one person in one go. */
export interface ResetByPerson {
  /** Who reset. */
  actor: AuditActor;
  /** For whom. */
  target: AuditTarget;
  /** When the first record of it was written. */
  at: string;
  /** How many methods went, as far as the log tells. */
  methodsDeleted: number;
  /** Whether it was the portal's button. */
  byPortalButton: boolean;
  /** Whether sessions were revoked along with it. */
  sessionsRevoked: boolean;
  /** The records that it is read from. */
  auditIds: readonly string[];
}

/** The reset of one person, with its proof. */
export interface ResetOutcome {
  /** Whose methods. */
  user: UserRef;
  /** How it ended. */
  outcome: Outcome;
  /** What was planned. */
  plan: Plan;
  /** What became of each step. */
  steps: readonly StepResult[];
  /** The methods before the first write. */
  methodsBefore: readonly MethodSummary[];
  /** The methods as the last read showed them; absent when no read succeeded. */
  methodsAfter?: readonly MethodSummary[];
  /** When the read that the outcome rests on was made. */
  verifiedAt?: string;
  /** Whether sessions were revoked; absent when that was not asked for. */
  sessionsRevoked?: boolean;
  /** Sessions from before this instant are invalid, as read after the revocation. */
  sessionsValidFrom?: string;
  /** What remains and why, and what to do. */
  notes?: readonly Note[];
  /** HTTP requests sent, retries included. */
  requestsSent: number;
  /** When the operation began. */
  startedAt: string;
  /** When it ended. */
  finishedAt: string;
}

/** A reset of one person. */
export interface ResetRequest {
  /** Whom. */
  user: string;
  /**
   * The situation: it says scope, kinds, sessions and pass. What is given beside it may add to it, and
   * not contradict.
   */
  preset?: Preset;
  /** Which methods go; as the portal's button when neither this nor a preset says. */
  scope?: Scope;
  /** The kinds that go, for the scope `kinds`. */
  kinds?: readonly string[];
  /** Kinds or method ids that stay, whatever the scope. */
  keep?: readonly string[];
  /**
   * Revoke the sessions afterwards. When absent, as the preset says; without a preset, if a pass is
   * issued.
   */
  revokeSessions?: boolean;
  /** The pass to issue: for `rescue` and its plan. */
  pass?: PassOptions;
  /** Stop unless the plan has this fingerprint. */
  fingerprint?: string;
  /**
   * Who made the plan with that fingerprint, as the plan says. A policy may demand that somebody else
   * carries it out.
   */
  plannedBy?: string;
  /** The case it belongs to. */
  case?: Case;
}

/** One permission in the manifest of an app registration. */
export interface ResourceAccess {
  /** The id of the permission. */
  id: string;
  /** `Scope` for a delegated permission, `Role` for an application permission. */
  type: string;
}

/** What came of it. */
export type Response =
  /** Who is signed in. */
  | { operation: "checkSignIn" } & SignInReport
  /** The people found. */
  | { operation: "findUsers" } & UserList
  /** The person. */
  | { operation: "getUser" } & User
  /** The person's methods. */
  | { operation: "listMethods" } & Inspection
  /** The roles. */
  | { operation: "listRoles" } & RoleList
  /** Who holds what. */
  | { operation: "listRoleAssignments" } & RoleAssignmentList
  /** The administrative units. */
  | { operation: "listAdministrativeUnits" } & AdministrativeUnitList
  /** What came of granting the role. */
  | { operation: "grantRole" } & RoleChangeOutcome
  /** What came of taking the role back. */
  | { operation: "revokeRole" } & RoleChangeOutcome
  /** What came of setting it up. */
  | { operation: "initializeApplication" } & ApplicationOutcome
  /** The plan. */
  | { operation: "planReset" } & PlannedReset
  /** Whether the service would let it happen. */
  | { operation: "preflight" } & PreflightReport
  /** What came of the reset. */
  | { operation: "reset" } & ResetOutcome
  /** What came of the rescue; the pass, if it was issued, is in it. */
  | { operation: "rescue" } & RescueOutcome
  /** What came of the removal. */
  | { operation: "removeMethod" } & ResetOutcome
  /** The pass. */
  | { operation: "issuePass" } & IssuedPass
  /** Whether there is a pass. */
  | { operation: "getPass" } & PassReport
  /** What came of the removal of the pass. */
  | { operation: "removePass" } & PassRemoval
  /** What came of the revocation. */
  | { operation: "revokeSessions" } & RevokeOutcome
  /** The person's per-user MFA state. */
  | { operation: "getPerUserState" } & PerUserStateReport
  /** What came of the change. */
  | { operation: "setPerUserState" } & PerUserStateOutcome
  /** What came of the number. */
  | { operation: "setPhone" } & PhoneOutcome
  /** How many tokens were told. */
  | { operation: "listHardwareTokens" } & HardwareTokenList
  /** What came of giving the token. */
  | { operation: "assignHardwareToken" } & TokenOutcome
  /** What came of activating it. */
  | { operation: "activateHardwareToken" } & TokenOutcome
  /** What came of deactivating it. */
  | { operation: "deactivateHardwareToken" } & TokenOutcome
  /** What came of taking it. */
  | { operation: "unassignHardwareToken" } & TokenOutcome
  /** What the audit log says. */
  | { operation: "whoReset" } & AuditAnswer
  /** The report in numbers; its rows were events. */
  | { operation: "registrationReport" } & RegistrationSummary
  /** The plan in numbers; its people were events. */
  | { operation: "planRun" } & RunPlan
  /** What came of the run; its people were events. */
  | { operation: "startRun" } & RunSummary
  /** What came of it; its people were events. */
  | { operation: "resumeRun" } & RunSummary
  /** Whether the journal is intact. */
  | { operation: "verifyJournal" } & JournalReport
  /** What the proof rests on; its text was written, or was events. */
  | { operation: "exportProof" } & JournalReport;

/** A run that goes on where its journal ends. */
export interface ResumeRequest {
  /** The name of the journal. */
  file: string;
  /** Tries again whom it failed for, and who is partial. */
  retryFailed?: boolean;
  /** As for the run. */
  mostInHand?: number;
  /** As for the run. */
  stopAfterFailures?: number;
  /** As for the run. */
  timeLimitMs?: number;
}

/** The revocation of one person's sessions. */
export interface RevokeOutcome {
  /** Whose sessions. */
  user: UserRef;
  /** Whether a read after the write shows it. */
  sessionsRevoked: boolean;
  /** Sessions from before this instant are invalid, as read after the revocation. */
  sessionsValidFrom?: string;
  /** The `request-id` of the revocation. */
  requestId?: string;
  /** What a person should know. */
  notes?: readonly Note[];
}

/** Taking a role back: active and eligible assignments that somebody holds directly, at that place. */
export interface RevokeRoleRequest {
  /** Which role: its name, or its template id. */
  role: string;
  /** From whom: people, or ids of role-assignable groups. */
  users: readonly string[];
  /** The role in this administrative unit, and not the one in the whole tenant: the unit's name or id. */
  administrativeUnit?: string;
  /** Only tell what would be done, and write nothing. */
  validateOnly?: boolean;
  /** The case it belongs to. */
  case?: Case;
}

/** One thing that a role may do. */
export interface RoleAction {
  /** The resource action, as the service spells it. */
  action: string;
  /** What it means, in words; absent for an action that this version does not know. */
  meaning?: string;
}

/** A role in somebody's hands. */
export interface RoleAssignment {
  /** The id of the assignment, or of the eligibility. */
  assignmentId: string;
  /** Which role. */
  role: RoleRef;
  /** Who holds it. */
  principal: Principal;
  /** The group that holds it, where a person does only as its member. */
  through?: Principal;
  /**
   * The administrative unit in which alone it counts; absent when it counts in the whole tenant, or on
   * one object.
   */
  administrativeUnit?: UnitRef;
  /** Where it counts, as the service spells it: `/` is the whole tenant. */
  directoryScopeId: string;
  /** For how long, and whether at once. */
  kind: AssignmentKind;
  /** Whether it is held because somebody eligible activated it. */
  activated: boolean;
  /** From when, where that is known. */
  from?: string;
  /** Until when, where it ends. */
  until?: string;
}

/** Who holds what. */
export interface RoleAssignmentList {
  /** The assignments. */
  assignments: readonly RoleAssignment[];
  /** Whether something could not be read, so that there may be more; the notes say what. */
  incomplete: boolean;
  /** What a reader should know. */
  notes?: readonly Note[];
}

/** A question about who holds which role. Without any field: every assignment of the tenant. */
export interface RoleAssignmentsRequest {
  /** Only this role: its name, or its template id. */
  role?: string;
  /** Only what this person holds, through groups too. */
  user?: string;
  /** Only what counts in this administrative unit alone: its name or id. */
  administrativeUnit?: string;
}

/** One person's part in granting a role or taking it back. */
export interface RoleChange {
  /** Whom, as the request said it. */
  asked: string;
  /** Whom; absent when nobody was found. */
  principal?: Principal;
  /** What became of it. */
  status: RoleChangeStatus;
  /** When it ends, as far as is known. */
  until?: string;
  /** The assignments that go; only when a role is taken back. */
  goes?: readonly RoleAssignment[];
  /** The assignments of this role that stay: through groups, or elsewhere. */
  stays?: readonly RoleAssignment[];
  /** The `request-id` of the last write. */
  requestId?: string;
  /** Why it did not succeed. */
  error?: ErrorInfo;
  /** What a person should know about this one. */
  notes?: readonly Note[];
}

/** What came of granting a role or of taking it back; with `validateOnly`, the plan of it. */
export interface RoleChangeOutcome {
  /** Which role. */
  role: RoleRef;
  /** In which administrative unit; absent for the whole tenant. */
  administrativeUnit?: UnitRef;
  /** For how long, and whether at once; absent when a role is taken back. */
  kind?: AssignmentKind;
  /** Whether nothing was written because that was asked for. */
  validateOnly: boolean;
  /** Each of those who were named, in that order. */
  people: readonly RoleChange[];
  /** What a person should know before saying yes, or afterwards. */
  notes?: readonly Note[];
  /** HTTP requests sent, retries included. */
  requestsSent: number;
}

/** What became of one person's role. */
export type RoleChangeStatus =
  /** It would be done; nothing was written, because that was asked for. */
  | "planned"
  /** A read after the write shows it. */
  | "done"
  /** The person holds it there already; nothing was written. */
  | "alreadyHeld"
  /** The person does not hold it there directly; nothing was written. */
  | "notHeld"
  /** The service wants somebody's approval first. */
  | "pendingApproval"
  /** The service accepted it, but reads do not show it yet. */
  | "notSeen"
  /** It was refused or failed; the error says why. */
  | "failed"
  /** It was not begun. */
  | "notStarted";

/** A role, and what it may do. */
export interface RoleDescription {
  /** The role's template id, the same in every tenant. */
  templateId: string;
  /** The role's name. */
  displayName: string;
  /** What it may do, action by action. */
  actions: readonly RoleAction[];
  /** On whom it may act, in words. */
  actsOn: string;
  /** Whether this product grants it and takes it back. */
  grantable: boolean;
  /** Whether it can be limited to an administrative unit. */
  canBeScoped: boolean;
  /**
   * Whether the tenant itself said what it may do; else it is what was documented when this version was
   * made.
   */
  readFromTenant: boolean;
}

/** The roles that matter to MFA work. */
export interface RoleList {
  /** The roles. */
  roles: readonly RoleDescription[];
  /** What a reader should know. */
  notes?: readonly Note[];
}

/** A need that any one of these directory roles of a person meets. */
export interface RoleNeed {
  /** What it is needed for, as a clause that begins with "to". */
  what: string;
  /** The roles, the least first. */
  anyOf: readonly RoleRef[];
}

/** A directory role that somebody holds. */
export interface RoleRef {
  /** The role's template id, the same in every tenant. */
  templateId: string;
  /** The role's name. */
  displayName: string;
}

/** How rows travel while they are read: as events, chunk by chunk, so that nobody ever holds them all. */
export type RowFormat =
  /** As values. */
  | "rows"
  /** As the text of a CSV file, its header first. No cell of it can start a formula in a spreadsheet. */
  | "csv"
  /** As text, one JSON object a line. */
  | "jsonLines";

/** How many of something. */
export interface RunCount {
  /** What: a kind of method, an error code, a role. */
  what: string;
  /** In words. */
  meaning: string;
  /** How many. */
  count: number;
}

/**
 * The operation that a run does for each person: a request without its person and without its case,
 * such as `{"operation":"reset","scope":"weak","revokeSessions":true}`.
 */
export type RunEach = { operation: RunOperation } & Record<string, unknown>;

/** What a run will take. */
export interface RunEstimate {
  /** How many people. */
  people: number;
  /** Writes. */
  writes: number;
  /** HTTP requests, if reads do not lag. */
  requests: number;
  /** How long it takes at least, because of the quota; capped at a month. */
  durationMs: number;
  /** Under which quota. */
  quota: QuotaProfile;
  /** How many people were read for it; the others are reckoned alike. */
  peopleRead: number;
}

/** Where the people of a run come from. */
export type RunInput =
  /** A file, which is read piece by piece. */
  | {
      from: "file";
      /** Its name. */
      path: string;
      /** How to read it; told from its first line when absent. */
      format?: InputFormat;
    }
  /** The text of such a file. */
  | {
      from: "text";
      /** The text. */
      text: string;
      /** How to read it; told from its first line when absent. */
      format?: InputFormat;
    }
  /** The people themselves. */
  | {
      from: "people";
      /** Each of them. */
      people: readonly RunRow[];
    }
  /**
   * A plan that `planRun` saved: its people, what is done to each, and the methods that it was made
   * from.
   */
  | {
      from: "plan";
      /** Its name. */
      path: string;
    };

/** What a run can do for each person. */
export type RunOperation =
  /** Requires re-registration. */
  | "reset"
  /** Requires re-registration and issues a pass. */
  | "rescue"
  /** Revokes sessions. */
  | "revokeSessions"
  /** Issues a pass. */
  | "issuePass"
  /** Changes the per-user MFA state. */
  | "setPerUserState"
  /** Grants a role. */
  | "grantRole"
  /** Takes a role back. */
  | "revokeRole"
  /** Reports the methods. It writes nothing, and needs no journal. */
  | "listMethods";

/** The plan of a run in numbers; its people were events. */
export interface RunPlan {
  /** What is done for each. */
  each: RunOperation;
  /** What it will take. */
  estimate: RunEstimate;
  /** How many people it will be done for. */
  ready: number;
  /** Who has nothing to write. */
  nothingToDo: number;
  /** Who would be skipped or cannot be read, by reason. */
  refused: readonly RunCount[];
  /** The least role that could act, for those whom this sign-in may not act on. */
  roles: readonly RunCount[];
  /** Which kinds of methods go, and how many. */
  kinds: readonly RunCount[];
  /** Rows that cannot be used; they were events. */
  badRows: number;
  /** Where it was saved. */
  file?: string;
  /** What a person should know. */
  notes?: readonly Note[];
}

/** How far a run is. */
export interface RunProgress {
  /** How many people it is. */
  people: number;
  /** How many have ended, whatever the outcome. */
  ended: number;
  /** For how many it failed. */
  failed: number;
  /** How many are partial. */
  partial: number;
  /** How many were skipped. */
  skipped: number;
  /** How many are in hand. */
  inHand: number;
  /** People a minute, of late. */
  peoplePerMinute: number;
  /** How long it will take yet, as far as can be told. */
  remainingMs?: number;
  /** How often the service asked to slow down. */
  throttled: number;
  /** HTTP requests. */
  requestsSent: number;
}

/** A run. */
export interface RunRequest {
  /** Who. */
  input: RunInput;
  /** What is done for each; absent for a saved plan, which says it. */
  each?: RunEach;
  /** The case that all of it belongs to. A guard cannot be overridden for many. */
  case?: Case;
  /** Refuses the whole input when one row of it is bad; otherwise bad rows are told and left out. */
  strict?: boolean;
  /** How many people it may be at most. It must be said above 50, unless a policy says it. */
  mostPeople?: number;
  /**
   * The name of the journal, which must not exist yet. For `planRun`, the name under which the plan is
   * saved.
   */
  file?: string;
  /** How many people are in hand at once, at most: 1 to 300, which is also what holds without it. */
  mostInHand?: number;
  /** Ends the run, resumably, when so many people have failed. */
  stopAfterFailures?: number;
  /** Begins nobody new after this time, and ends resumably when those in hand are through. */
  timeLimitMs?: number;
}

/** One person of a run. */
export interface RunRow {
  /** Whom: an object id, a user principal name, or an address that one person has. */
  user: string;
  /** Which methods go for this person, instead of what the run says. */
  scope?: Scope;
  /** Why, for this person. */
  reason?: string;
  /** The ticket of this person. */
  ticket?: string;
  /** For how many minutes this person's pass lives. */
  lifetimeMinutes?: number;
}

/** How a run ended. */
export type RunStatus =
  /** Everybody is done, or had nothing to be done; exit status 0. People who were skipped are counted. */
  | "done"
  /** It failed for somebody; exit status 1. */
  | "failed"
  /** Nobody failed, somebody is partial; exit status 3. */
  | "partial"
  /** It ended before its end and can be resumed; exit status 4. */
  | "stopped";

/** What came of a run; its people were events. */
export interface RunSummary {
  /** The run. */
  run: string;
  /** How it ended. */
  status: RunStatus;
  /** The exit status that a script should end with. */
  exitCode: number;
  /** Why it stopped. */
  stopped?: StopReason;
  /** What stopped it. */
  error?: ErrorInfo;
  /** What was done for each. */
  each: RunOperation;
  /** How many people it is, earlier parts of a resumed run included. */
  people: number;
  /** For how many it is done. */
  done: number;
  /** How many are partial. */
  partial: number;
  /** For how many it failed. */
  failed: number;
  /** How many were skipped. */
  skipped: number;
  /** How many are left for a resume. */
  unfinished: number;
  /** Rows that could not be used. */
  badRows: number;
  /** Why people failed, were skipped or are partial. */
  reasons: readonly RunCount[];
  /** HTTP requests, of this part of the run. */
  requestsSent: number;
  /** How often the service asked to slow down. */
  throttled: number;
  /** When this part began. */
  startedAt: string;
  /** When it ended. */
  finishedAt: string;
  /** The journal. */
  file?: string;
  /**
   * The hash of the journal's last line: put it into the ticket, and nobody can shorten or rewrite the
   * journal unnoticed.
   */
  head?: string;
  /** What a person should know. */
  notes?: readonly Note[];
}

/** Which methods a reset removes. */
export type Scope =
  /**
   * What the portal's button "Require re-register multifactor authentication" removes: phones,
   * Authenticator, software OATH; hardware OATH is deactivated.
   */
  | "portal"
  /** All but the password. */
  | "everything"
  /**
   * Phone, OATH, Authenticator, QR code, e-mail and external methods; passkeys, Windows Hello, platform
   * credentials and passes stay.
   */
  | "weak"
  /** The kinds that the request lists. */
  | "kinds";

/** A change of the per-user MFA state of one person. */
export interface SetPerUserStateRequest {
  /** Whose. */
  user: string;
  /** `disabled`, `enabled` or `enforced`. */
  state: string;
  /** The case it belongs to. */
  case?: Case;
}

/** A telephone number that one person shall have. */
export interface SetPhoneRequest {
  /** Whose. */
  user: string;
  /** Which of the three. */
  phoneType: PhoneType;
  /**
   * The number with its country code, such as `+47 90000017`; blanks, hyphens and brackets do not count.
   * An extension follows an `x`.
   */
  number: string;
  /** The case it belongs to. */
  case?: Case;
}

/** A part of setting up an application. */
export type SetupAction =
  /** The application is registered. */
  | "registerApplication"
  /** The registration says that it asks for a permission. */
  | "askPermission"
  /** The registration has the certificate. */
  | "addCertificate"
  /** People can sign in to it in a browser on their own machine, at `http://localhost`. */
  | "allowBrowser"
  /** People can sign in to it with a device code. */
  | "allowDeviceCode"
  /** The tenant has its service principal. */
  | "admitApplication"
  /** It holds a permission of its own. */
  | "grantPermission";

/** What became of a part of it. */
export type SetupStatus =
  /** It would be done; nothing was written, because that was asked for. */
  | "planned"
  /** It was so already; nothing was written. */
  | "alreadySo"
  /** A read after the write shows it. */
  | "done"
  /** The service accepted it, but reads do not show it yet. */
  | "notSeen"
  /** It was refused or failed; the error says why. */
  | "failed"
  /** It was not begun. */
  | "notStarted";

/** A part of it, and what became of that. */
export interface SetupStep {
  /** What is to be so. */
  action: SetupAction;
  /** The permission, the thumbprint of the certificate, or the name of the application. */
  subject: string;
  /** What became of it. */
  status: SetupStatus;
  /** The `request-id` of its write. */
  requestId?: string;
  /** Why it did not succeed. */
  error?: ErrorInfo;
}

/** Who is signed in, as far as the token tells. */
export interface SignInReport {
  /** Person or application. */
  signedInAs: SignedInAs;
  /** The object id of the person, or of the application's service principal. */
  id?: string;
  /** The person's sign-in name. */
  userPrincipalName?: string;
  /** The application's client id. */
  appId?: string;
  /** The application's name. */
  appDisplayName?: string;
  /** The tenant's id. */
  tenantId?: string;
  /** The tenant's name; absent where the sign-in may not read it. */
  tenantDisplayName?: string;
  /** The national cloud. */
  cloud: CloudName;
  /** When the access token ends. */
  expiresAt?: string;
  /** The person's active, tenant-wide directory roles. */
  roles?: readonly RoleRef[];
  /** The permissions in the token. */
  permissions?: readonly string[];
  /** Compared with what the operations need that were asked about; absent when the token does not tell. */
  gap?: PermissionGap;
}

/** How the private key of a certificate signs. */
export type SignatureAlgorithm =
  /** RSASSA-PSS with SHA-256 and a salt of 32 bytes. */
  | "ps256"
  /** RSASSA-PKCS1-v1_5 with SHA-256, for keys that know nothing newer. */
  | "rs256";

/** On whose behalf requests are made. */
export type SignedInAs =
  /** A person, limited by delegated permissions and by roles. */
  | "person"
  /** An application as itself, limited by application permissions only. */
  | "application"
  /** The token does not tell. */
  | "unknown";

/** What somebody holds: roles, and groups that can hold roles. */
export interface Standing {
  /** Everything that was found; nothing for an ordinary person. */
  holdings: readonly Holding[];
  /** What could not be read: the person may hold more. */
  unread?: readonly Unread[];
}

/** A method that stays. */
export interface Stay {
  /** The method. */
  methodId: string;
  /** Its kind. */
  kind: string;
  /** What a service desk calls it; numbers and addresses are masked. */
  label: string;
  /** Why it stays. */
  reason: StayReason;
}

/** Why a method stays. */
export type StayReason =
  /** A password cannot be removed. */
  | "password"
  /** The scope does not include its kind. */
  | "outsideScope"
  /** The request keeps it. */
  | "kept"
  /** This version does not know its kind. */
  | "unknownKind"
  /** A hardware token that is not active: nothing to deactivate. */
  | "alreadyInactive"
  /** A Temporary Access Pass: the one that is issued, or the one that it replaces. */
  | "pass"
  /** It should go, but the service would refuse: the alternate mobile number stays, and must go first. */
  | "blocked";

/** What a step does: of the plan of a reset, or of an operation that has one step only. */
export type StepAction =
  /** Deletes the method. */
  | "delete"
  /** Deactivates a hardware token; it stays assigned to the person. */
  | "deactivate"
  /** Changes the default second factor, because the service refuses to delete the present one. */
  | "setDefault"
  /** Changes the per-user MFA state. */
  | "setPerUserState"
  /** Adds or changes a telephone number. */
  | "setPhone"
  /** Gives a hardware token to the person. */
  | "assignToken"
  /** Activates a hardware token. */
  | "activateToken"
  /** Takes a hardware token from the person. */
  | "unassignToken";

/** What became of one step of the plan. */
export interface StepResult {
  /** The position in the plan, from 1. */
  step: number;
  /** What it was to do. */
  action: StepAction;
  /** The method that it acted on. */
  methodId?: string;
  /** The kind of that method. */
  kind?: string;
  /** What a service desk calls it; numbers and addresses are masked. */
  label: string;
  /** What became of it. */
  status: StepStatus;
  /** How many times the service refused it for now and it was tried again. */
  refusals: number;
  /** The `request-id` of the last answer. */
  requestId?: string;
  /** When the last answer came. */
  at?: string;
  /** Why it did not succeed. */
  error?: ErrorInfo;
}

/** What became of a step, for now or for good. */
export type StepStatus =
  /** The service accepted it. */
  | "done"
  /** The method was gone already. */
  | "alreadyGone"
  /** The service refuses it for now: the default method, or the mobile before the alternate number. */
  | "refused"
  /** It failed. */
  | "failed"
  /** It was not begun. */
  | "notStarted";

/** Why a run stopped before its end. */
export type StopReason =
  /** The caller asked for it. */
  | "cancelled"
  /** So many people failed. */
  | "failures"
  /** The time was up. */
  | "timeLimit"
  /** What happened would have happened to everybody; the error says what. */
  | "error";

/** A simulated tenant on this machine. */
export interface TestTenant {
  /** The origin of its Graph, such as `http://127.0.0.1:8080`. */
  graph: string;
  /** The origin of its token endpoint. */
  login: string;
  /** Pauses take this fraction of their length, as the tenant's own delays do. */
  delayScale?: number;
}

/** How many tokens there are in a state. */
export interface TokenCount {
  /** The state; `unknown` where the service does not say. */
  status: string;
  /** How many. */
  count: number;
}

/** Who has a token. */
export interface TokenHolder {
  /** The object id. */
  id: string;
  /** The name that people read. */
  displayName?: string;
}

/** What came of giving, taking, activating or deactivating a token. */
export interface TokenOutcome {
  /** The person. */
  user: UserRef;
  /** How it ended: `done` when a read shows it. */
  outcome: Outcome;
  /** Whether anything was written; not where the token was in that state already. */
  written: boolean;
  /** The state before. */
  statusBefore?: string;
  /** The token as the last read showed it. */
  token: HardwareToken;
  /** The `request-id` of the change. */
  requestId?: string;
  /** When the read that the outcome rests on was made. */
  verifiedAt?: string;
  /** What a person should know. */
  notes?: readonly Note[];
}

/** A token that a person has. Without serial number and id it is the only one. */
export interface TokenRequest {
  /** Who has it. */
  user: string;
  /** Which one: the serial number on the token. */
  serialNumber?: string;
  /** Which one, instead of the serial number: the id among the person's methods. */
  methodId?: string;
  /** The case it belongs to. */
  case?: Case;
}

/** An administrative unit. */
export interface UnitRef {
  /** The object id. */
  id: string;
  /** The name that people read; absent where it could not be read. */
  displayName?: string;
}

/** Something about a person that could not be read. */
export interface Unread {
  /** What. */
  what: string;
  /** The least permission with which it can be read. */
  permission: string;
}

/** A user of the tenant. */
export interface User {
  /** The object id; it never changes. */
  id: string;
  /** The sign-in name. It can change. */
  userPrincipalName: string;
  /** The name that people read. */
  displayName: string;
  /** The mail address. */
  mail?: string;
  /** `Member` or `Guest`. A guest's own multifactor authentication lives in the guest's home tenant. */
  userType?: string;
  /** Whether the account may sign in. */
  accountEnabled?: boolean;
  /** Whether the account comes from a directory on premises. */
  onPremisesSynced?: boolean;
  /** Sign-in sessions from before this instant are invalid. */
  sessionsValidFrom?: string;
  /**
   * Whether the person is in an administrative unit of restricted management: only holders of a role in
   * that unit may act on them. Absent where the service does not say so.
   */
  managementRestricted?: boolean;
}

/** The people that a search found. */
export interface UserList {
  /** Who was found, in the service's order. */
  users: readonly User[];
  /** Whether the search would have found more than were asked for. */
  more: boolean;
}

/** A user by name, where the rest does not matter. */
export interface UserRef {
  /** The object id. */
  id: string;
  /** The sign-in name. */
  userPrincipalName: string;
  /** The name that people read. */
  displayName: string;
}

/** A question whether a journal is as it was written. */
export interface VerifyJournalRequest {
  /** The name of the journal. */
  file: string;
  /** The hash that the run told at its end; a journal that was shortened or rewritten has another one. */
  expectHead?: string;
}

/** Why the operation pauses. */
export type WaitReason =
  /** The service asked to slow down. */
  | "throttled"
  /** The service failed, and the request will be repeated. */
  | "serviceFailing"
  /** The client keeps under the documented quota. */
  | "pacing"
  /** The service still counts a deleted method, and so refuses to delete the default. */
  | "defaultHeld"
  /** Reads do not show the writes yet. */
  | "readsLag"
  /** The audit log does not show the record yet. */
  | "auditLag"
  /** The journal of the run has a lock, and whether its owner is still alive is being watched. */
  | "journalLocked"
  /**
   * The service counts requests for authentication methods as requests for reports, of which it allows
   * few. Told when that is found out.
   */
  | "methodsCountAsReports";

/** A question to the audit log. */
export interface WhoResetRequest {
  /** On whom: also the object id of somebody who was deleted since. */
  user?: string;
  /**
   * By whom: a person like any `user`; or an application, by the object id of its service principal, its
   * application id, or its name.
   */
  actor?: string;
  /** From when; seven days back when absent. */
  since?: string;
  /** Until when; now when absent. */
  until?: string;
  /** At most this many records; when absent, 500, and no limit where the answer is streamed. */
  limit?: number;
  /**
   * The log lags by minutes: ask again for up to this long until it shows a reset. Not for a streamed
   * answer.
   */
  waitUpToMs?: number;
  /** Tells of directory roles too: granted, removed, made eligible for, activated. */
  includeRoleChanges?: boolean;
  /**
   * What is known to have been done, and for whom: changes that a line surely tells of are marked, all
   * others are marked unknown. Not marked when absent.
   */
  journal?: readonly JournalLine[];
  /** The names of journals of runs, which are read like the lines of `journal`; a damaged one is refused. */
  journals?: readonly string[];
  /**
   * Streams the answer in this format, so that a long one needs no more memory than a short one. As
   * text, the entries are streamed and the resets are only counted. The whole answer comes at the end
   * when absent.
   */
  format?: RowFormat;
}

/** A stable word and what it means. */
export interface Word {
  /** The word, as the contract spells it. */
  word: string;
  /** What it means. */
  meaning: string;
}
