/** What stands around every page: where one is, whether it is live, how it looks. */
import { useEffect, useRef } from "preact/hooks";
import type { StageFacts } from "../api.ts";
import { address } from "./address/current.ts";
import { Header } from "./header.tsx";
import { ShortcutsDialog } from "./keys/shortcuts-dialog.tsx";
import { useKeys } from "./keys/use-keys.ts";
import { useAnswer } from "./live/use-answer.ts";
import { pages } from "./pages.ts";
import { StageContext } from "./stage.ts";

export function App() {
  const stage = useAnswer<StageFacts>("api/stage");
  const { page: path, params } = address.value;
  const page = pages.find((one) => one.path === path) ?? pages[0];
  const main = useRef<HTMLElement>(null);
  const shown = useRef(page);
  useKeys();
  useEffect(() => {
    const name = stage.answer.value?.name;
    document.title = [page.title, ...(name === undefined ? [] : [name]), "Spaces console"].join(" · ");
    // Who came by a key or a screen reader is to stand in the new page, not in what was clicked.
    if (shown.current !== page) main.current?.focus();
    shown.current = page;
  }, [page, stage.answer.value]);
  return (
    <StageContext.Provider value={stage}>
      {/* No link: the address after # is the page's own. */}
      <button type="button" class="skip" onClick={() => main.current?.focus()}>
        To the page's content
      </button>
      {params.kiosk !== "true" && <Header page={page} />}
      <main ref={main} tabIndex={-1} data-page={page.path}>
        <page.Page key={page.path} />
      </main>
      <ShortcutsDialog />
    </StageContext.Provider>
  );
}
