export { MfaClient } from "./client.js";
export type { Description, Operation, Permissions, QuickResponseFor, RequestFor, ResponseFor } from "./client.js";
export type * from "./contract.js";
export { initialize } from "./engine.js";
export type { ModuleSource } from "./engine.js";
export { MfaError, isMfaError } from "./error.js";
export type * from "./options.js";
export { RowStream } from "./rows.js";
