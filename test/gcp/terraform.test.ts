/** The Terraform of Google Cloud by Terraform itself; GOOGLE_PROVIDER_DIR names the folder of the real provider. */
import { testByTerraform } from "../support/terraform/by-terraform.ts";
import { files } from "./infra-files.ts";

testByTerraform({
  files,
  provider: { name: "google", major: 7 },
  wrongLines: [
    ["a misspelt argument", "  retention = 4\n", 'An argument named "retention" is not expected here'],
    ["a block that is none", "  schema {}\n", 'Blocks of type "schema" are not expected here'],
  ],
  resourceWith: (line) => `resource "google_pubsub_topic" "try" {\n  name = "a"\n${line}}\n`,
  untrue: {
    override: 'resource "google_pubsub_topic_iam_member" "cisco" {\n  role = "roles/pubsub.editor"\n}\n',
    sentence: "may do more than publish",
  },
});
