// Starts the page: those who follow the view first, then the view itself.
import { offered, start as startChoose } from "./choose.js";
import { start as startPapers } from "./papers.js";
import { start as startPlots } from "./plots.js";
import { start as startTables } from "./tables.js";
import { start as startView } from "./view.js";

document.documentElement.classList.add("live");
startTables();
startChoose();
startPapers();
startPlots();
startView(offered);
