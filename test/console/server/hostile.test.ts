/** Who else can reach the console's port, and what they get: nothing. */
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Stage } from "../../../cli/stage/stage.ts";
import { routes } from "../../../console/server/routes.ts";
import { startConsole, type TestConsole } from "../../support/console.ts";

let console: TestConsole;
let folder: string;
let reads = 0;

/** One floor, at which somebody is. */
const stage = {
  name: "the stage of a test",
  cloud: "aws",
  local: false,
  givenUp: [],
  transports: [],
  tables: {
    allPlaces: async () => [
      { tenant: "t", locationId: "f", digest: "d", columns: { floor_id: "f" }, timeZone: undefined },
    ],
    stateAt: async () => {
      reads++;
      return [];
    },
    stateOf: async () => [],
    history: async () => [],
  },
  consumer: () => Promise.reject(new Error("secret-value")),
  close() {},
} as unknown as Stage;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "console-page-"));
  mkdirSync(join(folder, "page"));
  writeFileSync(join(folder, "page", "index.html"), "<!doctype html><title>Page</title>");
  writeFileSync(join(folder, "page", "main.js"), "export {};");
  writeFileSync(join(folder, "secret.js"), "secret");
  console = await startConsole(async () => stage, undefined, join(folder, "page"));
});
afterAll(async () => {
  await console[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

const own = () => `127.0.0.1:${console.port}`;
const headersWith = (change: Readonly<Record<string, string | undefined>>) =>
  Object.fromEntries(
    Object.entries({ host: own(), cookie: console.cookie, ...change }).filter(([, value]) => value !== undefined),
  ) as Record<string, string>;

describe("the address that is printed", () => {
  it("lets a browser in, which then asks without the token", async () => {
    const { pathname, search } = new URL(console.served.address);
    const { status, headers } = await console.ask(`${pathname}${search}`, { headers: { host: own() } });
    expect([status, headers.location]).toEqual([303, "/"]);
    expect(headers["set-cookie"]).toEqual([`${console.cookie}; HttpOnly; SameSite=Strict; Path=/`]);
    expect((await console.ask("/api/stage", { headers: headersWith({}) })).json).toMatchObject({ cloud: "aws" });
  });

  it("lets nobody in with another token, and gives nothing to keep", async () => {
    const { status, headers } = await console.ask("/?token=guessed", { headers: { host: own() } });
    expect([status, headers["set-cookie"], headers.location]).toEqual([403, undefined, undefined]);
  });

  it("sends nobody elsewhere", async () => {
    const token = new URL(console.served.address).searchParams.get("token");
    for (const path of [`//evil.example/?token=${token}`, `/\\evil.example?token=${token}`]) {
      const { headers } = await console.ask(path, { headers: { host: own() } });
      expect(headers.location ?? "/").toMatch(/^\/(?![/\\])/);
    }
  });
});

describe("data is refused to", () => {
  it.each(routes.map(({ method, path }) => [method, path] as const))(
    "nobody in particular: %s %s",
    async (method, path) => {
      const type = method === "POST" ? { "content-type": "application/json", origin: `http://${own()}` } : {};
      const { status, json } = await console.ask(path, { method, headers: { host: own(), ...type } });
      expect([status, json.code]).toEqual([403, "no-rights"]);
    },
  );

  it.each([
    ["a name that points here (DNS rebinding)", { host: "evil.example" }, 421],
    ["this machine by another port", { host: "127.0.0.1:1" }, 421],
    ["a page of another origin", { origin: "https://evil.example" }, 403],
    ["a page that hides its origin", { origin: "null" }, 403],
    ["a page of another port of this machine", { "sec-fetch-site": "same-site" }, 403],
    ["a page of another site", { "sec-fetch-site": "cross-site" }, 403],
    ["who has another console's cookie", { cookie: "spaces-console-1=x" }, 403],
    ["who has a cookie of this name with another token", { cookie: "COOKIE=wrong" }, 403],
  ] as const)("%s", async (_, change, status) => {
    const headers = headersWith(change as Record<string, string>);
    if (headers.cookie?.startsWith("COOKIE"))
      headers.cookie = headers.cookie.replace("COOKIE", `spaces-console-${console.port}`);
    const answer = await console.ask("/api/stage", { headers });
    expect([answer.status, answer.json.code]).toEqual([status, "no-rights"]);
  });

  it("a form, a plain text, and a POST that says nothing of where it comes from", async () => {
    const post = async (change: Readonly<Record<string, string>>) =>
      (await console.ask("/api/letters/redrive", { method: "POST", headers: headersWith(change) }, "{}")).status;
    const origin = `http://${own()}`;
    expect(await post({ origin, "content-type": "application/x-www-form-urlencoded" })).toBe(415);
    expect(await post({ origin, "content-type": "text/plain" })).toBe(415);
    expect(await post({ "content-type": "application/json" })).toBe(403);
    expect(await post({ origin, "content-type": "application/json" })).toBe(400);
  });

  it("who asks in another way", async () => {
    for (const method of ["PUT", "DELETE", "OPTIONS", "POST"]) {
      const headers = headersWith({ origin: `http://${own()}` });
      expect((await console.ask("/api/stage", { method, headers })).status).toBe(405);
    }
    expect((await console.ask("/api/nothing")).json).toMatchObject({ code: "not-here" });
  });
});

describe("the page's files", () => {
  it("are given to whoever may run them, with nothing from elsewhere in them and in no frame", async () => {
    const { status, headers, bytes } = await console.ask("/");
    expect([status, bytes.toString()]).toEqual([200, "<!doctype html><title>Page</title>"]);
    const policy = String(headers["content-security-policy"]).split("; ");
    expect(policy).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' blob:",
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ]);
    expect(headers).toMatchObject({ "x-content-type-options": "nosniff", "referrer-policy": "no-referrer" });
    expect((await console.ask("/main.js")).headers["content-type"]).toMatch(/^text\/javascript/);
  });

  it.each([
    "/../secret.js",
    "/..%2fsecret.js",
    "/%2e%2e/secret.js",
    "/page/../../secret.js",
    "/....//secret.js",
    "/..\\secret.js",
    "/%00main.js",
    "/main.js%00.html",
    "/.env",
    "/package.json",
    "//etc/passwd",
    "/index.html/",
  ])("are all there is: %s", async (path) => {
    const { status, bytes } = await console.ask(path);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(bytes.toString()).not.toContain("secret");
  });
});

describe("a request that is garbage", () => {
  it("is answered with a sentence, or refused, and the server lives", async () => {
    const segment = fc.string({ unit: "binary", maxLength: 40 }).map((text) => encodeURIComponent(text.toWellFormed()));
    const path = fc.constantFrom(...routes.filter(({ method }) => method === "GET").map((route) => route.path));
    const names = fc.constantFrom("id", "tenant", "kind", "from", "to", "name", "by", "code", "place", "raw", "x");
    const query = fc.array(fc.tuple(names, segment), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(path, query, async (of, parameters) => {
        // What goes on is asked elsewhere.
        if (/live|tap|doctor/.test(of)) return;
        const { status, json } = await console.ask(`${of}?${parameters.map((pair) => pair.join("=")).join("&")}`);
        expect(status === 200 || (typeof json.message === "string" && json.message !== "")).toBe(true);
        expect(JSON.stringify(json ?? "")).not.toContain("secret-value");
      }),
      { numRuns: 200 },
    );
  });

  it.each(["GET http://[ HTTP/1.1", "GET /\u0000 HTTP/1.1", "BREW / HTTP/1.1", "GET /%zz HTTP/1.1", "\r\n\r\n"])(
    "on the wire: %j",
    async (line) => {
      const socket = connect(console.port, "127.0.0.1");
      socket.on("error", () => {});
      socket.write(`${line}\r\nHost: ${own()}\r\nConnection: close\r\n\r\n`);
      socket.resume();
      socket.end();
      await once(socket, "close");
      expect((await console.ask("/api/stage")).status).toBe(200);
    },
  );

  it("may have a body of so many bytes, and no more", async () => {
    const headers = headersWith({ origin: `http://${own()}`, "content-type": "application/json" });
    const large = Buffer.alloc(1024 * 1024, " ");
    const { status } = await console.ask("/api/letters/redrive", { method: "POST", headers }, large);
    expect(status).toBe(413);
    const without = { ...headers, "content-type": "application/octet-stream" };
    const larger = Buffer.alloc(11 * 1024 * 1024, " ");
    expect((await console.ask("/api/explain", { method: "POST", headers: without }, larger)).status).toBe(413);
  });

  it("never has the value of an error in its answer", async () => {
    const headers = headersWith({ origin: `http://${own()}`, "content-type": "application/octet-stream" });
    const { status, json } = await console.ask("/api/explain", { method: "POST", headers }, "{}");
    expect([status, json.code]).toEqual([502, "failed"]);
    expect(json.message).toBe("The look failed (Error).");
  });

  it("asks nothing of the tables for a floor that nobody knows", async () => {
    await console.ask("/api/places");
    const before = reads;
    for (const id of ["", "../x", "f%00", "%F0%9F%8F%A2", "a".repeat(3_000)]) {
      const { status } = await console.ask(`/api/floor?tenant=t&id=${id}`);
      expect(status).toBeGreaterThanOrEqual(400);
    }
    expect(reads).toBe(before);
  });
});

describe("streams", () => {
  it("that are left by the thousand end, and what they read ends with them", async () => {
    for (let round = 0; round < 20; round++)
      await Promise.all(
        Array.from({ length: 100 }, async () => {
          const socket = connect(console.port, "127.0.0.1");
          socket.on("error", () => {});
          socket.write(
            `GET /api/floor/live?tenant=t&id=f HTTP/1.1\r\nHost: ${own()}\r\nCookie: ${console.cookie}\r\n\r\n`,
          );
          await once(socket, "connect");
          if (round % 2 === 0) await once(socket, "readable");
          socket.destroy();
        }),
      );
    await vi.waitFor(() => expect(console.served.streams()).toBe(0), { timeout: 10_000 });
    // What the system had taken in their name is still read, and left.
    await vi.waitFor(
      async () => {
        const before = reads;
        await sleep(3_000);
        expect(reads).toBe(before);
      },
      { timeout: 40_000, interval: 0 },
    );
  });

  it("are so many at once, and one more is told so", async () => {
    const open = Array.from({ length: 64 }, () => {
      const socket = connect(console.port, "127.0.0.1");
      socket.on("error", () => {});
      socket.write(`GET /api/floor/live?tenant=t&id=f HTTP/1.1\r\nHost: ${own()}\r\nCookie: ${console.cookie}\r\n\r\n`);
      socket.resume();
      return socket;
    });
    await vi.waitFor(() => expect(console.served.streams()).toBe(64), { timeout: 10_000 });
    const { status, json } = await console.ask("/api/floor/live?tenant=t&id=f");
    expect([status, json.code]).toEqual([503, "failed"]);
    for (const socket of open) socket.destroy();
    await vi.waitFor(() => expect(console.served.streams()).toBe(0), { timeout: 10_000 });
  });

  it("of one floor are read together: as often as one of them", async () => {
    const begun = reads;
    const watch = () => console.events("/api/floor/live?tenant=t&id=f", (told) => told.length > 0);
    await Promise.all(Array.from({ length: 20 }, watch));
    // The day's things, and who was seen lately.
    expect(reads - begun).toBeLessThanOrEqual(6);
  });
});
