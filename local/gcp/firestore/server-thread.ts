/** The thread of the database: listens on the loopback address and says where. */
import { parentPort, workerData } from "node:worker_threads";
import { Server, ServerCredentials } from "@grpc/grpc-js";
import { countersIn } from "../../counters.ts";
import { systemCodeIn } from "../listen.ts";
import { type Documents, inMemory } from "./documents.ts";
import type { FromFirestore, ThreadOptions, ToFirestore } from "./server.ts";
import { serviceDefinition, serviceOn } from "./service.ts";
import { shortage } from "./shortage.ts";

/** https://firebase.google.com/docs/firestore/quotas: 10 MiB a request, and a little for what is around it. */
const MAX_REQUEST_BYTES = 11 * 1_024 * 1_024;

const { port, throttled, written } = workerData as ThreadOptions;
const counter = countersIn(written);

function say(message: FromFirestore): void {
  parentPort?.postMessage(message);
}

function counted(documents: Documents): Documents {
  return {
    ...documents,
    write(writes) {
      const updateTime = documents.write(writes);
      counter.add(0, writes.length);
      return updateTime;
    },
  };
}

const short = shortage((throttledCalls) => say({ throttledCalls }));
short.throttle(throttled ?? false);
const server = new Server({ "grpc.max_receive_message_length": MAX_REQUEST_BYTES });
server.addService(serviceDefinition(), serviceOn(counted(inMemory()), short));
parentPort?.on("message", ({ throttle }: ToFirestore) => short.throttle(throttle));
server.bindAsync(`127.0.0.1:${port}`, ServerCredentials.createInsecure(), (error, bound) => {
  say(error === null ? { port: bound } : { errorCode: systemCodeIn(error) });
});
