// The entry point for browsers, and for whatever else has `fetch` and no file system.

import { setPlatform } from "./engine.js";

setPlatform({
  readModule: () => fetch(new URL("./glue/graph_mfa_wasm_bg.wasm", import.meta.url)),
  // A browser names itself; a header of ours would only make Graph's cross-origin check stricter.
  sendUserAgent: false,
});

export * from "./index.js";
