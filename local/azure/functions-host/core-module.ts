/**
 * `@azure/functions-core`, the module the worker has built in and the programming model is written against.
 * https://github.com/Azure/azure-functions-nodejs-worker/blob/v3.x/types-core/index.d.ts
 */
import Module from "node:module";
import type { RegisteredFunction, ToWorker } from "./worker-messages.ts";

type Callback = (...inputs: unknown[]) => unknown;

interface Core {
  readonly functions: ReadonlyMap<string, { readonly metadata: RegisteredFunction; readonly callback: Callback }>;
  /** The real model runs the function: conversion, context, callback, answer. */
  run(call: ToWorker, log: (line: string) => void): Promise<void>;
}

interface InvocationModel {
  getArguments(): Promise<{ context: unknown; inputs: unknown[] }>;
  invokeFunction(context: unknown, inputs: unknown[], callback: Callback): Promise<unknown>;
  getResponse(context: unknown, result: unknown): Promise<unknown>;
}

interface ProgrammingModel {
  getInvocationModel(context: object): InvocationModel;
}

type Load = (request: string, ...rest: unknown[]) => unknown;

/** From now on, whoever requires the module gets this one. */
export function provideCore(functionAppDirectory: string): Core {
  const functions = new Map<string, { metadata: RegisteredFunction; callback: Callback }>();
  let model: ProgrammingModel | undefined;
  const disposable = { dispose: () => {} };
  const core = {
    version: "3.0.0-local",
    hostVersion: "4.0.0-local",
    functionAppDirectory,
    Disposable: class {
      dispose() {}
    },
    registerFunction(metadata: RegisteredFunction, callback: Callback) {
      functions.set(metadata.name, { metadata, callback });
      return disposable;
    },
    registerHook: () => disposable,
    setProgrammingModel(set: ProgrammingModel) {
      model = set;
    },
    getProgrammingModel: () => model,
    log: () => {},
  };
  const loader = Module as unknown as { _load: Load };
  const load = loader._load;
  loader._load = (request, ...rest) =>
    request === "@azure/functions-core" ? core : load.call(loader, request, ...rest);
  return {
    functions,
    async run({ functionName, invocationId, ...request }, log) {
      const known = functions.get(functionName);
      if (known === undefined || model === undefined) throw new Error(`The app registers no function ${functionName}`);
      const invocation = model.getInvocationModel({
        invocationId,
        metadata: known.metadata,
        request: { invocationId, ...request },
        log: (_level: string, category: string, line: string) => category === "user" && log(line),
      });
      const { context, inputs } = await invocation.getArguments();
      await invocation.getResponse(context, await invocation.invokeFunction(context, inputs, known.callback));
    },
  };
}
