/** `azure/infra` and its guide. */
import { infraFiles } from "../support/terraform/infra-files.ts";

export const files = await infraFiles("azure", "azurerm", "azure.md");
export const { folder, schema, infra, local, ofType } = files;

/** With the locals it names; an expression that is more than a name stands for a number. */
export function written(text: string): string {
  return text.replaceAll(/\$\{([^}]+)\}/g, (_, expression: string) => {
    const named = infra.locals[/^local\.(\w+)$/.exec(expression)?.[1] ?? ""];
    return typeof named === "string" ? written(named) : "1";
  });
}
