/**
 * A provider that knows its schema and nothing else. With it the real Terraform reads a configuration and runs its
 * tests with mock providers where the provider itself, 225 MB, is not installed: names, types and needs of arguments are
 * judged by the schema, everything that is Terraform's own (references, types of expressions, validations) by Terraform.
 * What only the provider's code knows, like the values an argument may have, is not.
 */
import { createServer, type ServerHttp2Stream } from "node:http2";
import type { AddressInfo } from "node:net";
import { schemaAnswer } from "./protocol.ts";
import type { ProviderSchema } from "./schema.ts";

const GRPC_OK = "0";
const GRPC_UNIMPLEMENTED = "12";

export interface StandIn {
  /** Makes Terraform talk to it: https://developer.hashicorp.com/terraform/plugin/debugging#terraform-cli-development-overrides */
  readonly reattach: string;
  stop(): Promise<void>;
}

export async function providerStandIn(source: string, schema: ProviderSchema): Promise<StandIn> {
  const nothingToSay = new Uint8Array();
  const answers: Readonly<Record<string, Uint8Array>> = {
    GetProviderSchema: schemaAnswer(schema),
    ValidateProviderConfig: nothingToSay,
    ValidateResourceConfig: nothingToSay,
    ValidateDataResourceConfig: nothingToSay,
    StopProvider: nothingToSay,
  };
  const server = createServer();
  server.on("stream", (stream, { ":path": path = "" }) => {
    const [service, method = ""] = path.slice(1).split("/");
    stream.on("error", () => {});
    stream.resume();
    answer(stream, service === "tfplugin6.Provider" ? answers[method] : undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const sessions = new Set<{ destroy(): void }>();
  server.on("session", (session) => sessions.add(session));
  return {
    reattach: JSON.stringify({
      [source]: {
        Protocol: "grpc",
        ProtocolVersion: 6,
        Pid: process.pid,
        Test: true,
        Addr: { Network: "tcp", String: `127.0.0.1:${port}` },
      },
    }),
    async stop() {
      for (const session of sessions) session.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function answer(stream: ServerHttp2Stream, message: Uint8Array | undefined): void {
  const status = message === undefined ? GRPC_UNIMPLEMENTED : GRPC_OK;
  stream.respond({ ":status": 200, "content-type": "application/grpc" }, { waitForTrailers: true });
  stream.on("wantTrailers", () => stream.sendTrailers({ "grpc-status": status }));
  stream.end(message && framed(message));
}

/** One uncompressed message: a zero byte, the length in four, the bytes. */
function framed(message: Uint8Array): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}
