import { describe, expect, it } from "vitest";
import { checkedKey } from "../../runtime/configuration.ts";
import { hmacPseudonyms } from "../../runtime/hmac.ts";
import { pseudonymsFor } from "../../runtime/privacy-key.ts";

const KEY = "0123456789abcdef0123456789abcdef";

describe("a pseudonym", () => {
  it("is HMAC-SHA-256, shortened, with the key's id", () => {
    expect(hmacPseudonyms(KEY)("02:00:5e:00:00:01")).toMatch(/^hmac-[0-9a-f]{4}-[\w-]{16}$/);
  });

  it("is the same whether the key came from the environment or from a secret that ends in a newline", async () => {
    const fromSecret = await pseudonymsFor({ secretId: "arn" }, async () => `${KEY}\n`);
    const fromEnvironment = await pseudonymsFor({ key: checkedKey("PRIVACY_KEY", ` ${KEY} `) }, async () => undefined);
    expect(fromSecret("a")).toBe(fromEnvironment("a"));
  });
});

describe("a weak key", () => {
  it.each([
    ["companyname-2026", "holds a key of less than 32 characters"],
    ["a".repeat(64), "holds a key of less than 10 different characters"],
    [" ".repeat(64), "holds a key of less than 32 characters"],
    ["correct horse battery staple, and some more", "holds a key with blanks in it"],
    ['{"key":"0123456789abcdef0123456789abcdef"}', "holds a JSON object where the key's text alone should be"],
  ])("is refused in a sentence that names the variable and the way out", (key, sentence) => {
    expect(() => checkedKey("PRIVACY_KEY", key)).toThrow(`The environment variable PRIVACY_KEY ${sentence}`);
    expect(() => checkedKey("PRIVACY_KEY", key)).toThrow("give it the output of `openssl rand -base64 32`");
    expect(() => checkedKey("PRIVACY_KEY_SECRET_ID", key)).toThrow(
      `The environment variable PRIVACY_KEY_SECRET_ID names a secret that ${sentence}`,
    );
  });

  it("is not in the sentence that refuses it", () => {
    expect(() => checkedKey("PRIVACY_KEY", "companyname-2026")).not.toThrow("companyname");
  });
});
