/** The page's beginning. */
// First: what is loaded after it asks for the language.
import "./known-language.ts";
import { render } from "preact";
import { App } from "./app.tsx";
import { applyTheme } from "./theme.ts";

applyTheme();
render(<App />, document.body);
