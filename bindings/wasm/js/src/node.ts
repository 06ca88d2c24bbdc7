// The entry point for Node.

import { readFile } from "node:fs/promises";
import { setPlatform } from "./engine.js";
import { nodeHost } from "./node-host.js";

setPlatform({
  readModule: () => readFile(new URL("./glue/graph_mfa_wasm_bg.wasm", import.meta.url)),
  sendUserAgent: true,
  host: nodeHost,
});

export * from "./index.js";
