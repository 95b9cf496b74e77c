/** What stands where there is nothing to show, and what to do about it. */
import type { ComponentChildren } from "preact";
import type { Failure } from "../api.ts";

export function Loading({ what }: { readonly what: string }) {
  return (
    <p class="state" role="status">
      <span class="spinner" aria-hidden="true" /> Reading {what} …
    </p>
  );
}

interface EmptyProps {
  readonly title: string;
  /** What to do, or why it is so. */
  readonly children?: ComponentChildren;
}

export function Empty({ title, children }: EmptyProps) {
  return (
    <div class="state">
      <p>
        <b>{title}</b>
      </p>
      {children !== undefined && <div>{children}</div>}
    </div>
  );
}

const titles: Readonly<Record<Failure["code"], string>> = {
  "bad-request": "This cannot be answered",
  "not-here": "This stage has none of it",
  "no-rights": "You may not look at this",
  failed: "This could not be read",
  lost: "Connection lost",
};

const hints: Readonly<Partial<Record<Failure["code"], string>>> = {
  "no-rights":
    "The console reads with the credentials of whoever started it. docs/operations.md has the rights of each command.",
  lost: "Start it again with the same command; this page goes on by itself where the address is the same.",
};

interface FailedProps {
  readonly failure: Failure;
  onRetry?(): void;
}

export function Failed({ failure: { code, message }, onRetry }: FailedProps) {
  return (
    <div class="state failed" role="alert">
      <p>
        <b>{titles[code]}</b>
      </p>
      <p>{message}</p>
      {hints[code] !== undefined && <p>{hints[code]}</p>}
      {onRetry !== undefined && code !== "not-here" && (
        <button type="button" onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  );
}
