declare module "kinesalite" {
  import type { Server } from "node:http";

  interface Options {
    readonly createStreamMs?: number;
    readonly deleteStreamMs?: number;
    readonly updateStreamMs?: number;
    readonly shardLimit?: number;
  }
  export default function kinesalite(options?: Options): Server;
}

declare module "kinesalite/db/index.js" {
  export function clientError(type: string, message: string): Error;
}

declare module "kinesalite/validations/putRecords.js" {
  interface Blob {
    lengthLessThanOrEqual: number;
  }
  export const types: { readonly Records: { readonly children: { readonly children: { readonly Data: Blob } } } };
}
