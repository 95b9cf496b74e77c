/**
 * Table and Blob Storage on this machine: Azurite by its command, in memory, as a process of its own.
 * https://github.com/Azure/Azurite/blob/main/README.md
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

export interface Azurite {
  /** Of the account every Azurite has; its key is public. */
  readonly connectionString: string;
  close(): Promise<void>;
}

/** https://learn.microsoft.com/azure/storage/common/storage-connect-azurite#well-known-storage-account-and-key */
const ACCOUNT = "devstoreaccount1";
const PUBLIC_KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
const ANY_PORT = ["--blobPort", "0", "--queuePort", "0", "--tablePort", "0"];
const SERVICES = 3;

/** Throws a sentence when it does not start. */
export async function startAzurite(): Promise<Azurite> {
  const command = createRequire(import.meta.url).resolve("azurite/dist/src/azurite.js");
  const options = ["--inMemoryPersistence", "--silent", "--disableTelemetry", "--skipApiVersionCheck", ...ANY_PORT];
  const server = spawn(process.execPath, [command, ...options], { stdio: ["ignore", "pipe", "pipe"] });
  const endpoints = new Map<string, string>();
  for await (const line of createInterface({ input: server.stdout })) {
    const [, service, address] = /^Azurite (\w+) service is successfully listening at (\S+)$/.exec(line) ?? [];
    if (service !== undefined && address !== undefined) endpoints.set(service, `${address}/${ACCOUNT}`);
    if (endpoints.size === SERVICES) break;
  }
  if (endpoints.size < SERVICES) throw new Error("The embedded Azurite did not start; is its package installed?");
  server.stdout.resume();
  server.stderr.resume();
  // A run that ends without closing leaves no process behind.
  const stop = () => server.kill();
  process.once("exit", stop);
  return {
    connectionString: [
      "DefaultEndpointsProtocol=http",
      `AccountName=${ACCOUNT}`,
      `AccountKey=${PUBLIC_KEY}`,
      `BlobEndpoint=${endpoints.get("Blob")}`,
      `TableEndpoint=${endpoints.get("Table")}`,
    ].join(";"),
    async close() {
      process.off("exit", stop);
      const closed = once(server, "exit");
      server.kill("SIGKILL");
      await closed;
    },
  };
}
