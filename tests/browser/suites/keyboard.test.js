// With nothing but a keyboard: in, around, an order placed, a wide table read, and out again.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { NARROW, Person, launch } from "../harness/chromium.js";
import { PASSWORD, Portal } from "../harness/portal.js";
import { texts } from "../harness/texts.js";
import { COLLEGE, lookUp } from "../harness/year.js";

const t = texts("vi");
let portal;
let browser;
let year;
before(async () => {
  portal = await Portal.open();
  browser = await launch();
  year = await lookUp(portal);
});
after(async () => {
  await browser.close();
  await portal.close();
});

/** Presses Tab until the focus stands on what the selector names. */
async function tabTo(page, selector) {
  for (let i = 0; i < 200; i += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) return;
  }
  assert.fail(`Tab never reaches ${selector}`);
}

/** Goes on to the next page and waits for it. */
async function enter(page) {
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
}

async function signIn(page, login) {
  await tabTo(page, "[name=login]");
  await page.keyboard.type(login);
  await page.keyboard.press("Tab");
  await page.keyboard.type(PASSWORD);
  await enter(page);
}

/** The arrow keys choose as a mouse would; letters jump, as people know it from drop-down lists. */
async function pick(page, selector, letters) {
  await tabTo(page, selector);
  await page.keyboard.type(letters);
  const chosen = await page.evaluate(() => document.activeElement.selectedOptions[0].text);
  assert.ok(chosen.toLowerCase().startsWith(letters.toLowerCase()), `${chosen} is chosen instead of ${letters}`);
}

test("an order is placed without a mouse", async () => {
  const person = await Person.sitDown(browser, portal);
  const { page } = person;
  page.on("dialog", (dialog) => dialog.accept());
  await signIn(page, "planner");
  await tabTo(page, ".main-nav a[href='/orders']");
  await enter(page);
  await tabTo(page, "main a[href='/orders/new']");
  await enter(page);
  await pick(page, "[name=provider]", COLLEGE.name);
  await pick(page, "[name='lines[0].occupation']", COLLEGE.occupation);
  await tabTo(page, "[name='lines[0].mode']");
  const modes = await page.locator("[name='lines[0].mode'] option").allInnerTexts();
  await page.keyboard.type(modes.at(-1).slice(0, 8));
  await tabTo(page, "[name='lines[0].quantity']");
  await page.keyboard.type("3");
  await pick(page, "[name='lines[0].price_decision']", COLLEGE.occupation);
  await tabTo(page, "[name='lines[0].starts_on']");
  await page.keyboard.type("09/11/2026");
  await tabTo(page, "[name='lines[0].ends_on']");
  await page.keyboard.type("08/04/2027");
  await tabTo(page, "main button.primary[type=submit]");
  await enter(page);
  assert.match(page.url(), /\/orders\/\d+\?done=placed$/, (await page.locator("main").innerText()).slice(0, 600));
  await tabTo(page, ".who button");
  await enter(page);
  assert.equal(new URL(page.url()).pathname, "/sign-in");
  await person.leave();
});

test("the first Tab of a page leads past the navigation", async () => {
  const person = await Person.sitDown(browser, portal, { login: "auditor" });
  const { page } = person;
  await page.goto("/orders");
  await page.keyboard.press("Tab");
  const skip = page.locator(".skip");
  assert.ok(await skip.evaluate((part) => part === document.activeElement));
  await page.waitForFunction(() => document.querySelector(".skip").getBoundingClientRect().top >= 0);
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "main");
  await page.keyboard.press("Tab");
  assert.ok(await page.evaluate(() => document.querySelector("main").contains(document.activeElement)));
  await person.leave();
});

test("arrow keys scroll a table that is wider than the window", async () => {
  const person = await Person.sitDown(browser, portal, { login: "auditor", viewport: NARROW });
  const { page } = person;
  await page.goto(`/cohorts/${year.cohort}`);
  await tabTo(page, ".scroll");
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction(() => document.activeElement.scrollLeft > 0);
  assert.equal(await page.evaluate(() => window.scrollX), 0, "the page itself stays");
  await person.leave();
});

test("the error summary's links work by keyboard", async () => {
  const person = await Person.sitDown(browser, portal, { login: "planner" });
  const { page } = person;
  page.on("dialog", (dialog) => dialog.accept());
  await page.goto("/orders/new");
  await page.locator("[name='lines[0].quantity']").fill("-");
  await tabTo(page, "main button.primary[type=submit]");
  await enter(page);
  await page.locator(".issues").waitFor();
  await tabTo(page, ".issues a.place");
  const id = await page.evaluate(() => document.activeElement.hash.slice(1));
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), id);
  assert.ok(t.Common.issues_heading.length > 0);
  await person.leave();
});
