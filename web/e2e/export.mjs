/**
 * An exported page in a real browser: what hostile text does there (nothing), what it asks for
 * (nothing), and that it is readable by keyboard, without script, on paper.
 *
 * Usage: node export.mjs FILE... ; the names say which session is in it: hostile.html, loom.html.
 */

import { pathToFileURL } from "node:url";
import { launch } from "./browser.mjs";

const failures = [];
const check = (holds, what) => holds || failures.push(what);

const browser = await launch();
for (const file of process.argv.slice(2)) {
  for (const colorScheme of ["light", "dark"]) {
    for (const width of [1280, 400]) {
      const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
      const page = await context.newPage();
      const url = pathToFileURL(file).href;
      page.on("console", (message) => failures.push(`${file}: console: ${message.text()}`));
      page.on("pageerror", (error) => failures.push(`${file}: uncaught: ${error.message}`));
      page.on("dialog", (dialog) => failures.push(`${file}: dialog: ${dialog.message()}`));
      page.on("request", (request) => {
        const to = request.url();
        if (to !== url && !to.startsWith("data:")) failures.push(`${file}: request to ${to}`);
      });
      await page.goto(url);
      const found = await page.evaluate(() => {
        for (const each of document.querySelectorAll("details")) each.open = true;
        const outside = [...document.querySelectorAll("*")].filter((each) =>
          [...each.attributes].some(
            ({ name, value }) => /^on/i.test(name) || /^\s*(javascript|vbscript):/i.test(value),
          ),
        );
        return {
          pwned: "__pwned" in window,
          active: document.querySelectorAll(
            "script,iframe,object,embed,form,input,base,link,svg,video,audio",
          ).length,
          handlers: outside.length,
          wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
          turns: document.querySelectorAll("section.turn").length,
          ids: new Set([...document.querySelectorAll("[id]")].map((each) => each.id)).size,
          allIds: document.querySelectorAll("[id]").length,
          dead: [...document.querySelectorAll('a[href^="#"]')].filter(
            (each) => !document.getElementById(each.getAttribute("href").slice(1)),
          ).length,
          images: [...document.images].filter((each) => !each.complete || !each.naturalWidth)
            .length,
        };
      });
      const where = `${file} ${colorScheme} ${width}`;
      check(!found.pwned, `${where}: text ran`);
      check(found.active === 0, `${where}: ${found.active} elements that could do something`);
      check(found.handlers === 0, `${where}: ${found.handlers} handlers`);
      check(found.wide <= 0, `${where}: wider than the window by ${found.wide}`);
      check(found.turns > 0, `${where}: no turns`);
      check(found.ids === found.allIds, `${where}: an id twice`);
      check(found.dead === 0, `${where}: ${found.dead} links to nowhere`);
      check(found.images === 0, `${where}: ${found.images} images that do not show`);
      await page.keyboard.press("Tab");
      const skip = await page.evaluate(() => document.activeElement?.className);
      check(skip === "skip", `${where}: the first stop of the keyboard is '${skip}'`);
      await context.close();
    }
  }
}
await browser.close();
for (const failure of failures) console.error(failure);
console.log(`exported pages: ${failures.length === 0 ? "all checks hold" : "failures above"}`);
process.exit(failures.length === 0 ? 0 : 1);
