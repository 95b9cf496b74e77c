/** The thread of one stand-in: listens on the loopback address and says where. */
import type { AddressInfo } from "node:net";
import { parentPort, workerData } from "node:worker_threads";
import { countersIn } from "../../counters.ts";
import type { Started, ThreadOptions, Throttle, Throttled } from "./server.ts";

const HOST = "127.0.0.1";
async function start({ service, port, consumers, throttled, directory, written }: ThreadOptions): Promise<number> {
  switch (service) {
    case "kinesis": {
      const { kinesisServer } = await import("./kinesis/kinesis-server.ts");
      return listen(await kinesisServer(consumers ?? 1), port);
    }
    case "dynamodb": {
      const { dynamoDbServer } = await import("./dynamodb/dynamodb-server.ts");
      const { server, throttle } = dynamoDbServer(directory, countersIn(written), (throttledCalls) =>
        say({ throttledCalls }),
      );
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
  say({ port: await start(workerData as ThreadOptions) });
} catch (error) {
  say({ errorCode: (error as NodeJS.ErrnoException).code ?? "unknown" });
}
