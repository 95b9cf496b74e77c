/** The thread of one stand-in: listens on the loopback address and says where. */
import type { AddressInfo } from "node:net";
import { parentPort, workerData } from "node:worker_threads";
import type { ServerOptions, Started, Throttle, Throttled } from "./server.ts";
import { throttling } from "./throttling.ts";

const HOST = "127.0.0.1";
/** A stream can be set to take records of up to 10 MiB; the stand-in knows the older 1 MiB. */
const MAX_RECORD_BYTES = 10 * 1024 * 1024;

async function start({ service, port, throttled }: ServerOptions): Promise<number> {
  switch (service) {
    case "kinesis": {
      const { types } = await import("kinesalite/validations/putRecords.js");
      types.Records.children.children.Data.lengthLessThanOrEqual = MAX_RECORD_BYTES;
      const { default: kinesalite } = await import("kinesalite");
      return listen(kinesalite({ createStreamMs: 0, deleteStreamMs: 0, updateStreamMs: 0, shardLimit: 100 }), port);
    }
    case "dynamodb": {
      const { default: dynalite } = await import("dynalite");
      const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
      const throttle = throttling(server, (throttledCalls) => say({ throttledCalls }));
      throttle(throttled ?? false);
      parentPort?.on("message", (message: Throttle) => throttle(message.throttle));
      return listen(server, port);
    }
    case "s3": {
      const { startFauxqs } = await import("fauxqs");
      const server = await startFauxqs({ port, host: HOST, logger: false });
      // It reads the port from an address, where the default one of HTTP is not told.
      return Number.isNaN(server.port) ? port : server.port;
    }
  }
}

function listen(server: import("node:http").Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, HOST, () => resolve((server.address() as AddressInfo).port));
  });
}

function say(message: Started | Throttled): void {
  parentPort?.postMessage(message);
}

try {
  say({ port: await start(workerData as ServerOptions) });
} catch (error) {
  say({ errorCode: (error as NodeJS.ErrnoException).code ?? "unknown" });
}
