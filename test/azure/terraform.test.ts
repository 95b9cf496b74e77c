/** The Terraform of Azure by Terraform itself; AZURERM_PROVIDER_DIR names the folder of the real provider. */
import { testByTerraform } from "../support/terraform/by-terraform.ts";
import { files } from "./infra-files.ts";

testByTerraform({
  files,
  provider: { name: "azurerm", major: 5 },
  wrongLines: [
    ["a misspelt argument", "  partition = 4\n", 'An argument named "partition" is not expected here'],
    ["a block that is none", "  capture {}\n", 'Blocks of type "capture" are not expected here'],
  ],
  resourceWith: (line) =>
    `resource "azurerm_eventhub" "try" {\n  name = "a"\n  namespace_id = "b"\n  partition_count = 1\n${line}}\n`,
  untrue: {
    override: 'resource "azurerm_eventhub_authorization_rule" "cisco" {\n  listen = true\n}\n',
    sentence: "may do more than send",
  },
});
