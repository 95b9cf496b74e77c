/** Name and version of the core, for the `pipeline` column and the dead letters. Short: every history item pays for it. */
import packageJson from "../package.json" with { type: "json" };

export const PIPELINE = `spaces/${packageJson.version}`;
