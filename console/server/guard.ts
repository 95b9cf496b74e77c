/**
 * Who may ask. The address that is printed has a token; the page's cookie has it from then on. A page of somebody else in
 * the same browser is told by its Host (a name of theirs that points here), Origin and Sec-Fetch-Site, which scripts
 * cannot set: https://developer.mozilla.org/docs/Glossary/Forbidden_request_header
 */
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";

/** 256 bits. */
const TOKEN_BYTES = 32;
const HTTP_PORT = 80;

export interface Guard {
  readonly token: string;
  /** Of the page that was opened with the token. */
  readonly cookie: string;
  isToken(text: string): boolean;
  /** Why a request is refused, a sentence; `undefined` where it is let in. */
  hostRefusal(request: IncomingMessage): string | undefined;
  dataRefusal(request: IncomingMessage): string | undefined;
}

export function newGuard(port: number): Guard {
  const token = randomBytes(TOKEN_BYTES).toString("base64url");
  // Cookies are of a host, whatever its port: two consoles must not take each other's.
  const name = `spaces-console-${port}`;
  const hosts = new Set([`127.0.0.1:${port}`, `localhost:${port}`]);
  if (port === HTTP_PORT) for (const host of ["127.0.0.1", "localhost"]) hosts.add(host);
  const isToken = (text: string) => timingSafeEqual(digestOf(text), digestOf(token));

  return {
    token,
    // Strict: with no request that another site's page makes. https://www.rfc-editor.org/rfc/rfc6265#section-8.5 on ports.
    cookie: `${name}=${token}; HttpOnly; SameSite=Strict; Path=/`,
    isToken,
    hostRefusal: ({ headers }) =>
      hosts.has(headers.host ?? "") ? undefined : "The page is asked for by another name than this machine's own.",
    dataRefusal({ headers, method }) {
      const site = headers["sec-fetch-site"];
      const isOwn = site === undefined || site === "same-origin" || (site === "none" && method === "GET");
      const { origin } = headers;
      if (!isOwn || (origin !== undefined && origin !== `http://${headers.host}`))
        return "A page of another address asks, and gets nothing.";
      if (method !== "GET" && site === undefined && origin === undefined)
        return "Only the page itself may ask for this.";
      if (cookiesOf(headers, name).some(isToken)) return undefined;
      return "Open the address that was printed when the console was started: it has the key to this page.";
    },
  };
}

/** There may be several of one name, and one of them ours. */
function cookiesOf({ cookie = "" }: IncomingHttpHeaders, name: string): readonly string[] {
  const pairs = cookie.split(";").map((pair) => pair.trim());
  return pairs.flatMap((pair) => (pair.startsWith(`${name}=`) ? [pair.slice(name.length + 1)] : []));
}

/** Of one length, whatever was sent. */
function digestOf(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
