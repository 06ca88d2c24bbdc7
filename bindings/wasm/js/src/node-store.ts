// Named files on the disk, where runs read their input and keep their journals, plans and proofs.

import { randomUUID } from "node:crypto";
import { constants } from "node:fs";
import { type FileHandle, open, rename, unlink } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { pid } from "node:process";
import type { Store } from "./glue/graph_mfa_wasm.js";

/** Node's part. */
export const nodeStore: Store = {
  read: (name, offset, most) =>
    withFile(name, "r", async (file) => {
      const bytes = new Uint8Array(most);
      const { bytesRead } = await file.read(bytes, 0, most, offset);
      return bytes.subarray(0, bytesRead);
    }),
  async create(name, bytes) {
    await withFile(name, "wx", (file) => write(file, bytes));
    await syncFolder(name);
  },
  // Without the right to make the file: a journal that is gone is not begun anew.
  append: (name, bytes) => withFile(name, constants.O_WRONLY | constants.O_APPEND, (file) => write(file, bytes)),
  async replace(name, bytes) {
    // Beside it, because a file can be renamed within its disk only.
    const beside = `${name}.${randomUUID()}.tmp`;
    try {
      await withFile(beside, "wx", (file) => write(file, bytes));
      await rename(beside, name);
    } catch (thrown) {
      await unlink(beside).catch(() => undefined);
      throw told(thrown);
    }
    await syncFolder(name);
  },
  cut: (name, length) =>
    withFile(name, "r+", async (file) => {
      await file.truncate(length);
      await file.sync();
    }),
  async remove(name) {
    await unlink(name).catch((thrown: unknown) => {
      throw told(thrown);
    });
  },
  owner: () => `${hostname()}, process ${pid}`,
};

async function withFile<T>(name: string, flags: string | number, work: (file: FileHandle) => Promise<T>): Promise<T> {
  let file: FileHandle | undefined;
  try {
    file = await open(name, flags);
    return await work(file);
  } catch (thrown) {
    throw told(thrown);
  } finally {
    await file?.close();
  }
}

async function write(file: FileHandle, bytes: Uint8Array): Promise<void> {
  await file.writeFile(bytes);
  await file.datasync();
}

/** A new name is on lasting storage when its folder is. Windows lets no folder be opened, and keeps names by itself. */
async function syncFolder(name: string): Promise<void> {
  await withFile(dirname(name), "r", (folder) => folder.sync()).catch(() => undefined);
}

/** Node's sentences end with the call and the path, which whoever reads the error knows already. */
function told(thrown: unknown): unknown {
  if (!(thrown instanceof Error && "code" in thrown)) {
    return thrown;
  }
  const sentence = thrown.message.split(", ")[0] ?? thrown.message;
  return Object.assign(new Error(sentence, { cause: thrown }), { code: thrown.code });
}
