/** What `dist/gcp` loads: the function registers itself as its file is loaded. */
import "./pubsub/handler.ts";
