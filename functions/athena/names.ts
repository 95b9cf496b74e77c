/** What a stage's lake is called; the stacks create it and the CLI asks for it by these names. */
export interface LakeNames {
  /** Glue database; Athena allows letters, digits and underscores. */
  readonly database: string;
  readonly workgroup: string;
}

export function lakeNames(stage: string): LakeNames {
  return { database: `spaces_${stage.toLowerCase().replaceAll("-", "_")}`, workgroup: `spaces-${stage}` };
}
