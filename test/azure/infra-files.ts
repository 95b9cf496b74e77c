/** `azure/infra` and its guide. */
import { infraFiles } from "../support/terraform/infra-files.ts";

export const files = await infraFiles("azure", "azurerm", "azure.md");
export const { folder, schema, infra, local, ofType } = files;
