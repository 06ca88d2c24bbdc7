import type { ErrorCode, ErrorInfo } from "./contract.js";

// Two copies of this package in one program have two classes, but the registry of symbols is one.
const BRAND = Symbol.for("graph-mfa/MfaError");

/**
 * A failure: what happened, to whom, and what to do. `code` is stable; the sentences are for people.
 * No secret is ever part of it.
 */
export class MfaError extends Error implements ErrorInfo {
  static {
    this.prototype.name = "MfaError";
  }

  /** The stable code. */
  readonly code: ErrorCode;
  /** To whom or what. */
  declare readonly subject?: string;
  /** What to do. */
  declare readonly remedy?: string;
  /** The HTTP status of the service's answer. */
  declare readonly status?: number;
  /** The service's own code. */
  declare readonly serviceCode?: string;
  /** The service's own sentence. */
  declare readonly serviceMessage?: string;
  /** The service's id of the request, which its support asks for. */
  declare readonly requestId?: string;
  /** Our id of the request. */
  declare readonly clientRequestId?: string;
  /** How long the service asks to wait. */
  declare readonly retryAfterMs?: number;
  /** The number of an `AADSTS…` error. */
  declare readonly aadsts?: number;

  constructor({ code, message, ...details }: ErrorInfo, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    Object.assign(this, details);
    Object.defineProperty(this, BRAND, { value: true });
  }

  /** The failure as plain data, the message included. */
  toJSON(): ErrorInfo {
    const details: ErrorInfo = this;
    return { ...details, message: this.message };
  }
}

/**
 * Whether something thrown is a failure of this package. Unlike `instanceof` it also recognizes the errors of a
 * second copy of the package in the same program.
 */
export function isMfaError(value: unknown): value is MfaError {
  return value instanceof Error && BRAND in value;
}

/** Turns what the engine threw into an `MfaError`. */
export function toMfaError(thrown: unknown, signal?: AbortSignal): MfaError {
  if (isMfaError(thrown)) {
    return thrown;
  }
  if (!isErrorInfo(thrown)) {
    return new MfaError({ code: "internal", message: "graph-mfa made a mistake" }, { cause: thrown });
  }
  return thrown.code === "cancelled" && signal?.aborted
    ? new MfaError(thrown, { cause: signal.reason })
    : new MfaError(thrown);
}

function isErrorInfo(value: unknown): value is ErrorInfo {
  return typeof value === "object" && value !== null && "code" in value && "message" in value;
}
