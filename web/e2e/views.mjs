/** Every view of the page, as steps that a tab takes one after the other. */

export const views = ({ address, openList, ROWS, STEPS }) => ({
  sessions: (tab) => openList(tab, ""),
  "a selected session": async (tab) => {
    await tab.waitForSelector(ROWS);
    await tab.keyboard.press("j");
    await tab.waitForSelector(`${ROWS}[data-selected]`);
  },
  "nothing found": (tab) => openList(tab, "q=no+session+has+this+title+8f1c"),
  session: async (tab) => {
    await openList(tab, "sort=-files_changed");
    await tab.locator(`${ROWS} [data-row]`).first().click();
    await tab.waitForSelector(STEPS);
  },
  step: async (tab) => {
    await tab.locator(STEPS).first().click();
    await tab.waitForSelector(".panel .fact-list");
  },
  files: async (tab) => {
    await tab.keyboard.press("Escape");
    await tab.keyboard.press("f");
    await tab.waitForSelector('[aria-label="Files"], .message');
  },
  "a file's lines": async (tab) => {
    await tab.goto(address.replace(/#.*/, "#/file?path=%2Fsrc%2Fgreet.ts"));
    await tab.waitForSelector(".blamed [role=row], .message");
  },
  "lines of a working tree": async (tab) => {
    await tab.goto(address.replace(/#.*/, "#/lines"));
    await tab.waitForSelector(".lines-form");
  },
  "cost of a session": async (tab) => {
    await tab.goto(address.replace(/#.*/, "#/"));
    await openList(tab, "sort=-files_changed");
    await tab.locator(`${ROWS} [data-row]`).first().click();
    await tab.waitForSelector(STEPS);
    await tab.keyboard.press("c");
    await tab.waitForSelector('[aria-label="Cost table"], .message');
  },
  cost: async (tab) => {
    await tab.goto(address.replace(/#.*/, "#/cost?since=all"));
    await tab.waitForSelector('[aria-label="Cost table"], .message');
    await tab.waitForSelector(".plot svg rect");
  },
  search: async (tab) => {
    await tab.goto(address.replace(/#.*/, "#/search"));
    await tab.waitForSelector(".message");
  },
  nowhere: async (tab) => {
    await tab.goto(address.replace(/#.*/, "#/nowhere"));
    await tab.waitForSelector(".message");
  },
  palette: async (tab) => {
    await tab.keyboard.press("Control+k");
    await tab.waitForSelector(".palette li");
  },
  help: async (tab) => {
    await tab.keyboard.press("Escape");
    await tab.waitForFunction(() => !document.querySelector("dialog[open]"));
    await tab.keyboard.press("?");
    await tab.waitForSelector("dialog.help[open]");
  },
});
