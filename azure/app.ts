/**
 * The function app: each function registers itself as its file is loaded. One bundle for all, since every instance loads
 * every function, and the clients are in it once.
 */
import "./event-hubs/handler.ts";
import "./lake/compaction/handler.ts";
import "./lake/handler.ts";
import "./tables/sweep-handler.ts";
