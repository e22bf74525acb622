// The frame of a file of tests: the house it opens, and steps of which each takes up what the one before left. What comes after
// one that failed would only wait in vain.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { launch } from "./chromium.js";
import { Trip } from "./office.js";
import { Portal } from "./portal.js";

/** Opens a portal and a browser before the first test, and closes them after the last. */
export function opened(begin, lang = "vi") {
  let portal;
  let browser;
  before(async () => {
    portal = await Portal.open();
    browser = await launch();
    await begin({ portal, browser, office: new Trip(portal, browser, lang) });
  });
  after(async () => {
    await browser.close();
    await portal.close();
  });
}

export function inOrder() {
  let broken = "";
  return (name, work) =>
    test(name, async () => {
      assert.equal(broken, "", "a step before failed");
      broken = name;
      await work();
      broken = "";
    });
}
