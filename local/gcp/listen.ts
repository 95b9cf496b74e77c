/** A server of gRPC, on this machine alone. */
import { logVerbosity, type Server, ServerCredentials, setLogVerbosity } from "@grpc/grpc-js";
import { portError } from "../port-error.ts";

// What the library would log of a port that is taken, its error says, too.
setLogVerbosity(logVerbosity.NONE);

/** The port, once it listens. One that cannot be listened on is a UserError that names `--<service>-port`. */
export function listen(server: Server, service: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(`127.0.0.1:${port}`, ServerCredentials.createInsecure(), (error, bound) => {
      if (error === null) resolve(bound);
      else reject(portError(service, port, systemCodeIn(error)));
    });
  });
}

/** The library tells the system's code within its sentence. */
export function systemCodeIn(error: Error): string {
  return /\bE[A-Z]{3,}\b/.exec(error.message)?.[0] ?? "unknown";
}
