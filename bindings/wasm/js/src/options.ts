import type { CloudName, Event, Scope, TestTenant } from "./contract.js";

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

/** How to sign in: exactly one of the three. */
export type Credential =
  /** The secret of the tenant's own app registration. */
  | { tenant: string; clientId: string; clientSecret: string; accessToken?: never; getToken?: never }
  /** An access token that you have already. It is used until it expires. */
  | { accessToken: string; clientSecret?: never; getToken?: never }
  /** Access tokens from your own code, whenever one is needed. */
  | { getToken: GetToken; clientSecret?: never; accessToken?: never };

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
  /** How long to wait for the service to show or to allow what was done; two minutes when absent. */
  patienceMs?: number | undefined;
  /** What your program calls itself, for the User-Agent header (Node only). */
  host?: string | undefined;
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

/** What `findUsers` takes. */
export interface FindUsersOptions extends CallOptions {
  /** At most this many people; 25 when absent. */
  limit?: number | undefined;
}

/** What `planReset` takes. */
export interface PlanResetOptions extends CallOptions {
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
  /** The log lags by minutes: ask again for up to this long until it shows a reset. */
  waitUpToMs?: number | undefined;
}
