/**
 * Takes the guide's pictures of the page: `node e2e/guide.mjs URL-WITH-TOKEN FOLDER`, against the
 * development server, whose sessions are made up.
 */

import { join } from "node:path";
import { launch, watchedPage } from "./browser.mjs";

const [address, folder] = process.argv.slice(2);
if (!address?.includes("#token=") || !folder) {
  console.error("usage: node e2e/guide.mjs URL-WITH-TOKEN FOLDER");
  process.exit(2);
}

const at = (hash) => address.replace(/#.*/, hash);
const EDIT = '[role="row"].step:not(.failed) a[data-row]';
const STEP = '[role="row"].step a[data-row]';

const pictures = {
  sessions: ["light", async (tab) => tab.waitForSelector('[aria-label="Sessions"] [data-row]')],
  timeline: ["light", (tab) => session(tab)],
  step: [
    "dark",
    async (tab) => {
      await session(tab);
      await tab.locator(EDIT, { hasText: "Edit" }).first().click();
      await tab.waitForSelector(".panel .d");
    },
  ],
  story: [
    "light",
    async (tab) => {
      await session(tab);
      await tab.keyboard.press("v");
      await tab.waitForTimeout(500);
    },
  ],
  blame: [
    "light",
    async (tab) => {
      await tab.goto(at("#/file?path=%2Fwork%2Fsrc%2Fgreet.ts"));
      await tab.waitForSelector(".blamed [role=row]");
    },
  ],
  cost: [
    "light",
    async (tab) => {
      await tab.goto(at("#/cost?since=all"));
      await tab.waitForSelector(".plot svg rect");
    },
  ],
  search: [
    "dark",
    async (tab) => {
      await tab.goto(at("#/search?q=test"));
      await tab.waitForSelector("mark");
    },
  ],
};

async function session(tab) {
  await tab.goto(at("#/?sort=-files_changed"));
  await tab.waitForSelector('[aria-label="Sessions"][data-query="sort=-files_changed"] [data-row]');
  await tab.locator('[aria-label="Sessions"] [data-row]').nth(2).click();
  await tab.waitForSelector(STEP);
}

const browser = await launch();
for (const [name, [colorScheme, open]] of Object.entries(pictures)) {
  const { page, context } = await watchedPage(browser, address, {
    colorScheme,
    viewport: { width: 1280, height: 760 },
  });
  await page.goto(address);
  await open(page);
  await page.evaluate(() => document.fonts.ready);
  await page.waitForTimeout(300); // what fades in has done so
  await page.screenshot({ path: join(folder, `${name}.png`) });
  await context.close();
  console.log(`${name}.png`);
}
await browser.close();
