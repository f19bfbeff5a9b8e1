import { render } from "preact";
import { App } from "./App";
import { pressed } from "./hooks";
import { applyTheme } from "./theme";
import { takeToken } from "./token";
import "./styles/base.css";
import "./styles/frame.css";
import "./styles/lists.css";
import "./styles/facets.css";
import "./styles/tables.css";
import "./styles/charts.css";
import "./styles/search.css";
import "./styles/session.css";
import "./styles/timeline.css";
import "./styles/waterfall.css";
import "./styles/story.css";
import "./styles/step.css";
import "./styles/diff.css";
import "./styles/code.css";
import "./styles/prose.css";
import "./styles/blame.css";
import "./styles/move.css";

applyTheme();
takeToken();
// The address of a restarted recorder pasted over an open page: only the hash changes.
addEventListener("hashchange", () => {
  if (location.hash.startsWith("#token=")) {
    takeToken();
    location.reload();
  }
});
addEventListener("keydown", pressed);
render(<App />, document.getElementById("app")!);
