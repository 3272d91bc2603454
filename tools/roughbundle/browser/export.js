// Shows what the editor's own exportToSvg makes of the sample board: the page's only content, to be kept as
// assets/scene/testdata/browser.svg (see the README). The image and the unknown kind are left out: the editor refuses them.
import { exportToSvg } from "@excalidraw/excalidraw";
import board from "./board.json";

const elements = board.filter((e) => !e.isDeleted && e.type !== "hologram" && e.type !== "image");
const appState = { exportBackground: true, viewBackgroundColor: "#fff", exportPadding: 16 };
exportToSvg({ elements, appState, files: {}, skipInliningFonts: true }).then((svg) => document.body.replaceChildren(svg));
