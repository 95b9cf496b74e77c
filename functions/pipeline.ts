/** Name and version of the core, for the `pipeline` column and the dead letters. */
import packageJson from "../package.json" with { type: "json" };

export const PIPELINE = `${packageJson.name}/${packageJson.version}`;
