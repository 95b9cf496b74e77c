/**
 * Table and Blob Storage on this machine: Azurite by its command, in memory, as a process of its own.
 * https://github.com/Azure/Azurite/blob/main/README.md
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { totalmem } from "node:os";
import { createInterface } from "node:readline";
import { UserError } from "../../cli/user-error.ts";

export interface AzuriteOptions {
  /** 0 picks a free one. */
  readonly blobPort?: number;
  readonly tablePort?: number;
}

export interface Azurite {
  readonly blobEndpoint: string;
  readonly tableEndpoint: string;
  readonly account: string;
  readonly key: string;
  /** Of the account every Azurite has; its key is public. */
  readonly connectionString: string;
  close(): Promise<void>;
}

/** https://learn.microsoft.com/azure/storage/common/storage-connect-azurite#well-known-storage-account-and-key */
const ACCOUNT = "devstoreaccount1";
const PUBLIC_KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
const SERVICES = 3;
const MOST_SAID = 500;
/** All that is stored is on its heap, for which the engine would allow 4 GB at most whatever the machine, or a container in it, has. */
const HEAP_MIB = Math.floor(
  Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY) / 2 / 2 ** 20,
);

/** A UserError when it does not start, as with a port that is taken. */
export async function startAzurite({ blobPort = 0, tablePort = 0 }: AzuriteOptions = {}): Promise<Azurite> {
  const command = createRequire(import.meta.url).resolve("azurite/dist/src/azurite.js");
  const engine = [
    `--max-old-space-size=${HEAP_MIB}`,
    "--import",
    new URL("./azurite-by-index.ts", import.meta.url).href,
  ];
  const ports = ["--blobPort", String(blobPort), "--queuePort", "0", "--tablePort", String(tablePort)];
  const options = ["--inMemoryPersistence", "--silent", "--disableTelemetry", "--skipApiVersionCheck", ...ports];
  const server = spawn(process.execPath, [...engine, command, ...options], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const closed = once(server, "close");
  let said = "";
  server.stderr.on("data", (chunk) => {
    said = `${said}${chunk}`.slice(-MOST_SAID);
  });
  const endpoints = new Map<string, string>();
  for await (const line of createInterface({ input: server.stdout })) {
    const [, service, address] = /^Azurite (\w+) service is successfully listening at (\S+)$/.exec(line) ?? [];
    if (service !== undefined && address !== undefined) endpoints.set(service, `${address}/${ACCOUNT}`);
    if (endpoints.size === SERVICES) break;
  }
  const [blobEndpoint, tableEndpoint] = [endpoints.get("Blob"), endpoints.get("Table")];
  if (blobEndpoint === undefined || tableEndpoint === undefined || endpoints.size < SERVICES) {
    server.kill();
    await closed;
    throw new UserError(
      `The embedded Azurite did not start; are the ports of --blob-port and --table-port free? ${said.trim()}`.trim(),
    );
  }
  server.stdout.resume();
  // A run that ends without closing leaves no process behind.
  const stop = () => server.kill();
  process.once("exit", stop);
  return {
    blobEndpoint,
    tableEndpoint,
    account: ACCOUNT,
    key: PUBLIC_KEY,
    connectionString: [
      "DefaultEndpointsProtocol=http",
      `AccountName=${ACCOUNT}`,
      `AccountKey=${PUBLIC_KEY}`,
      `BlobEndpoint=${blobEndpoint}`,
      `TableEndpoint=${tableEndpoint}`,
    ].join(";"),
    async close() {
      process.off("exit", stop);
      server.kill("SIGKILL");
      await closed;
    },
  };
}
