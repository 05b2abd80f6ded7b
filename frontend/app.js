// What every page loads. Each page works without it; this makes it quicker and fills in what only the browser knows.
import "./app/htmx.js";
import "./app/controls.js";
import "./app/distance.js";
import "./app/folded_map.js";
import { keepDrafts } from "./app/draft.js";
import { typeFast } from "./app/fast_entry.js";
import { enterByKey } from "./app/one_key.js";
import { rememberOpened } from "./app/opened.js";
import { keepOpenBadges } from "./app/open.js";
import { shuffleLists } from "./app/shuffle.js";
import { countView } from "./app/views.js";
import { onFresh } from "./app/page.js";

onFresh((root) => {
  shuffleLists(root);
  keepOpenBadges(root);
});
rememberOpened();
keepDrafts();
typeFast();
enterByKey();
countView();
