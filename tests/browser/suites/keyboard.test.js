// With nothing but a keyboard: in, around, an order placed and approved, a list of learners sent, hours entered, a statement
// approved, a wide table read, and out again.
import assert from "node:assert/strict";
import { test } from "node:test";

import { NARROW, Person } from "../harness/chromium.js";
import { faulty, figures, file, fillIn, remedies, taken, worked } from "../harness/lists.js";
import { PASSWORD } from "../harness/portal.js";
import { inOrder, opened } from "../harness/steps.js";
import { texts } from "../harness/texts.js";
import { COLLEGE, HOST, lookUp } from "../harness/year.js";

const t = texts("vi");
let portal;
let browser;
let office;
let year;
opened(async (house) => {
  ({ portal, browser, office } = house);
  year = await lookUp(portal);
});

const step = inOrder();

/** Presses Tab until the focus stands on what the selector names, and says these words if there are any. */
async function tabTo(page, selector, words = "") {
  for (let i = 0; i < 200; i += 1) {
    await page.keyboard.press("Tab");
    const there = ([wanted, said]) => document.activeElement.matches(wanted) && ["", document.activeElement.textContent.trim()].includes(said);
    if (await page.evaluate(there, [selector, words])) return;
  }
  assert.fail(`Tab never reaches ${selector} ${words}`);
}

/** Goes on to the next page and waits for it. Links take Enter, buttons take the space bar as well. */
async function enter(page, key = "Enter") {
  await Promise.all([page.waitForNavigation(), page.keyboard.press(key)]);
}

async function signIn(page, login) {
  await tabTo(page, "[name=login]");
  await page.keyboard.type(login);
  await page.keyboard.press("Tab");
  await page.keyboard.type(PASSWORD);
  await enter(page);
}

/** Somebody without a mouse: signs in, works and leaves. What is asked before a deed takes the Enter key by itself. */
async function seated(login, work) {
  const person = await Person.sitDown(browser, portal);
  person.page.on("dialog", (dialog) => dialog.accept());
  try {
    await signIn(person.page, login);
    await work(person, person.page);
  } finally {
    await person.leave();
  }
}

/** The arrow keys choose as a mouse would; letters jump, as people know it from drop-down lists. */
async function pick(page, selector, letters) {
  await tabTo(page, selector);
  await page.keyboard.type(letters);
  const chosen = await page.evaluate(() => document.activeElement.selectedOptions[0].text);
  assert.ok(chosen.toLowerCase().startsWith(letters.toLowerCase()), `${chosen} is chosen instead of ${letters}`);
}

step("an order is placed without a mouse", () => seated("planner", async (_, page) => {
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
  office.order = new URL(page.url()).pathname;
  await tabTo(page, ".who button");
  await enter(page);
  assert.equal(new URL(page.url()).pathname, "/sign-in");
}));

step("the approver finds it and approves it", () => seated("approver", async (person, page) => {
  const { waiting } = await portal.ask("approver", "/home");
  const words = waiting.find((item) => item.code === "orders_to_approve").text.vi;
  const where = await page.locator("ul.waiting").getByRole("link", { name: words }).getAttribute("href");
  await tabTo(page, `ul.waiting a[href='${where}']`);
  await enter(page);
  // Of several the list says which; a single one is led to at once.
  if (new URL(page.url()).pathname !== office.order) {
    await tabTo(page, `main tbody a[href='${office.order}']`);
    await enter(page);
  }
  await tabTo(page, "main button", t.Deeds.approve_order);
  await enter(page, "Space");
  await office.told(person, t.Deeds.done_approved);
}));

step("the chief accountant finds the statement of its advance and approves it", async () => {
  await office.accept();
  await office.advance();
  const { rows } = (await portal.ask("chief-accountant", "/statements")).statements;
  const statement = `/statements/${Math.max(...rows.map(({ id }) => id))}`;
  await seated("chief-accountant", async (person, page) => {
    await tabTo(page, ".main-nav a[href='/statements']");
    await enter(page);
    await tabTo(page, `main tbody a[href='${statement}']`);
    await enter(page);
    await tabTo(page, "main button", t.Deeds.approve_statement);
    await enter(page);
    await office.told(person, t.Deeds.done_statement_approved);
  });
});

step("the registrar sends a list, takes the good rows, and takes the others back with notes", async () => {
  portal.turnTo("2026-11-10");
  await seated(COLLEGE.registrar, async (person, page) => {
    await tabTo(page, ".main-nav a[href='/orders']");
    await enter(page);
    await tabTo(page, `main tbody a[href='${office.order}']`);
    await enter(page);
    await tabTo(page, `main a[href='${office.cohort}']`);
    await enter(page);
    await tabTo(page, "#workbooks a", t.Workbook.take_template);
    const list = await taken(page, () => page.keyboard.press("Enter"));
    const wrong = fillIn(list, 3, [[1, "Ngày sinh", "31/02/1990"]]);
    await tabTo(page, "#workbooks [type=file]");
    await page.locator(":focus").setInputFiles(file("lop.xlsx", list));
    await tabTo(page, "#workbooks button", t.Workbook.send);
    await enter(page);
    await worked(person, page.getByRole("heading", { name: t.Workbook.result }));
    assert.deepEqual(await figures(page), { [t.Workbook.all_rows]: "3", [t.Workbook.new]: "2", [t.Workbook.error]: "1" });
    assert.deepEqual(await faulty(page), wrong);
    await tabTo(page, "main a", t.Workbook.take_annotated);
    const back = await taken(page, () => page.keyboard.press("Enter"));
    assert.deepEqual([...remedies(back, 3).keys()], [1]);
    await tabTo(page, "main button", `${t.Workbook.accept_good} (2)`);
    await enter(page, "Space");
    await worked(person, page.getByText(`2 ${t.Workbook.enrolled}`));
  });
});

test("a host's coordinator enters the hours of a month", () => seated(HOST.coordinator, async (person, page) => {
  await page.goto(`${HOST.missing.split("/hours/")[0]}/work-study`);
  await tabTo(page, `main tbody a[href='${HOST.missing}']`);
  await enter(page);
  for (const [i, hours] of HOST.hours.entries()) {
    await tabTo(page, `[name='reports[${i}].hours']`);
    await page.keyboard.type(hours);
  }
  await tabTo(page, "main button", t.WorkStudy.enter);
  await enter(page);
  await office.told(person, t.Deeds.done_hours_entered);
}));

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
