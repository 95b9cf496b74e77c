/** The stage's name, the pages, the connection, the theme. */
import { useContext } from "preact/hooks";
import { Connection } from "./connection.tsx";
import { showShortcuts } from "./keys/shortcuts-dialog.tsx";
import { type Page, pages } from "./pages.ts";
import { StageContext } from "./stage.ts";
import { ThemeSwitch } from "./theme-switch.tsx";

const clouds = { aws: "AWS", azure: "Azure", gcp: "Google Cloud" } as const;

export function Header({ page }: { readonly page: Page }) {
  return (
    <header class="header">
      <StageName />
      <nav aria-label="Pages">
        {pages.map(({ path, title }) => (
          <a key={path} href={`#/${path}`} aria-current={path === page.path ? "page" : undefined}>
            {title}
          </a>
        ))}
      </nav>
      <div class="header-tools">
        <Connection />
        <ThemeSwitch />
        <button
          type="button"
          class="quiet"
          onClick={showShortcuts}
          aria-label="Keyboard shortcuts"
          title="Keyboard shortcuts (?)"
        >
          ?
        </button>
      </div>
    </header>
  );
}

function StageName() {
  const stage = useContext(StageContext);
  const facts = stage?.answer.value;
  const failure = stage?.failure.value;
  return (
    <p class="stage-name">
      <img src="favicon.svg" alt="" width="20" height="20" />
      {facts === undefined ? (
        <b>{failure === undefined ? "Spaces console" : "No stage"}</b>
      ) : (
        <>
          <b>{facts.name}</b>{" "}
          <span class="tag">{facts.local ? `${clouds[facts.cloud]}, on this machine` : clouds[facts.cloud]}</span>
        </>
      )}
    </p>
  );
}
