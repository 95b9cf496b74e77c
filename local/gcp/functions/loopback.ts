/**
 * Loaded before the framework, which listens on every interface: here on loopback only, and whoever started the process
 * is told of the port. It ends with the process that started it.
 */
import { type AddressInfo, Server } from "node:net";
import type { Listening } from "./instance.ts";

const listen = Server.prototype.listen;

Server.prototype.listen = function (this: Server, port: unknown, ready?: unknown): Server {
  this.once("listening", () => {
    process.send?.({ port: (this.address() as AddressInfo).port } satisfies Listening);
  });
  return listen.call(this, { port: Number(port), host: "127.0.0.1" }, ready as () => void);
};

process.once("disconnect", () => process.exit());
