// Forms that come back: the summary takes the focus, leads to each field and says the same words; what was typed stays;
// and signing in asks for nothing that a person would have to remember or solve.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { OFFICE, Person, launch } from "../harness/chromium.js";
import { findings } from "../harness/findings.js";
import { PASSWORD, Portal } from "../harness/portal.js";
import { texts } from "../harness/texts.js";
import { COLLEGE, lookUp } from "../harness/year.js";

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

const seat = (login, lang = "vi") => Person.sitDown(browser, portal, { login, lang });

/** The summary as it stands after a refusal, held against the fields it speaks of. */
async function summary(person, lang) {
  const { page } = person;
  const box = page.locator(".issues");
  await box.waitFor();
  await page.waitForFunction(() => document.activeElement.className === "issues").catch(() => {
    assert.fail("the summary does not take the focus");
  });
  assert.equal(await box.locator("h2").innerText(), texts(lang).Common.issues_heading);
  const links = await box.locator("li a.place").all();
  assert.ok(links.length > 0, "nothing in the summary leads to a field");
  for (const link of links) {
    const item = link.locator("xpath=..");
    const words = (await item.locator(".problem").innerText()).trim();
    await link.click();
    const id = (await link.getAttribute("href")).slice(1);
    const target = page.locator(`[id="${id}"]`);
    assert.equal(await target.count(), 1, `${id} is not on the page`);
    const near = target.locator("xpath=ancestor-or-self::*[contains(@class, 'field') or contains(@class, 'row')][1]");
    assert.ok((await near.innerText()).includes(words), `beside ${id} is not said: ${words}`);
    const control = await target.evaluate((part) => part.matches("input, select, textarea"));
    if (control) {
      assert.equal(await page.evaluate(() => document.activeElement.id), id, "the link puts the focus into the field");
      assert.equal(await target.getAttribute("aria-invalid"), "true");
      const described = await target.getAttribute("aria-describedby");
      assert.ok((await page.locator(`[id="${described}"]`).innerText()).includes(words));
    }
  }
  assert.deepEqual(await findings(page, lang), []);
  return links.length;
}

for (const lang of ["vi", "en"]) {
  test(`an order with nothing in it says what is missing, ${lang}`, async () => {
    const person = await seat("planner", lang);
    const t = texts(lang);
    await person.page.goto("/orders/new");
    await person.field(t.Fields.quantity, person.page.locator("fieldset.line").first()).fill("nhiều");
    await person.confirming(() => person.button(t.Order.send).click());
    assert.ok((await summary(person, lang)) >= 4);
    // WCAG 3.3.7: what was typed is still there.
    const quantity = person.field(t.Fields.quantity, person.page.locator("fieldset.line").first());
    assert.equal(await quantity.inputValue(), "nhiều");
    await person.leave();
  });

  test(`learners with mistakes are all told at once, ${lang}`, async () => {
    const person = await seat(COLLEGE.registrar, lang);
    const t = texts(lang);
    await person.page.goto(`/cohorts/${year.cohort}/enrol`);
    const rows = person.page.locator("fieldset.enrol");
    await person.field(t.Fields.full_name, rows.nth(0)).fill("Nguyễn Văn An");
    await person.field(t.Fields.birth_date, rows.nth(0)).fill("31/02/2005");
    await person.field(t.Fields.full_name, rows.nth(1)).fill("Trần Thị Bình");
    await person.field(t.Fields.personal_id, rows.nth(1)).fill("12345");
    await person.button(t.Cohort.enrol_send).click();
    assert.ok((await summary(person, lang)) >= 4);
    assert.equal(await person.field(t.Fields.full_name, rows.nth(1)).inputValue(), "Trần Thị Bình");
    await person.leave();
  });

  test(`a graduation report without its decision is sent back, ${lang}`, async () => {
    const person = await seat(COLLEGE.registrar, lang);
    const t = texts(lang);
    await person.page.goto(`/cohorts/${year.cohort}/graduation`);
    const row = person.page.locator("fieldset.graduation").first();
    if ((await row.count()) > 0) {
      await person.field(t.Fields.score, row).fill("15");
      await person.confirming(() => person.button(t.Cohort.graduation_send).click());
      assert.ok((await summary(person, lang)) >= 2);
    } else {
      assert.ok((await person.page.locator("main").innerText()).includes(t.Cohort.no_result_awaited));
    }
    await person.leave();
  });

  test(`a wrong password is told without saying which half was wrong, ${lang}`, async () => {
    const person = await seat(undefined, lang);
    const { page } = person;
    await page.locator("[name=login]").fill("planner");
    await page.locator("[name=password]").fill("sai");
    await page.locator("main button[type=submit]").click();
    const error = page.locator("[role=alert]");
    await error.waitFor();
    assert.equal((await error.innerText()).trim(), texts(lang).SignIn.wrong);
    assert.equal(await page.locator("[name=login]").inputValue(), "planner", "the login is not asked for again");
    assert.equal(await page.locator("[name=password]").inputValue(), "");
    assert.equal(await page.locator("[name=password]").getAttribute("aria-describedby"), await error.getAttribute("id"));
    assert.deepEqual(await findings(page, lang), []);
    await person.leave();
  });
}

test("whoever says no when asked has changed nothing", async () => {
  const person = await seat("planner");
  await person.page.goto("/orders/new");
  const asked = person.page.waitForEvent("dialog").then((dialog) => dialog.dismiss());
  await person.button(texts("vi").Order.send).click();
  await asked;
  assert.equal(new URL(person.page.url()).pathname, "/orders/new");
  assert.equal(await person.page.locator(".issues").count(), 0, "nothing was sent");
  await person.leave();
});

test("signing in takes what a password manager gives: names of the fields, and paste", async () => {
  // WCAG 3.3.8: no test of memory or of puzzles.
  const context = await browser.newContext({ baseURL: portal.address, viewport: OFFICE });
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: portal.address });
  const page = await context.newPage();
  await page.goto("/sign-in");
  const [login, password] = [page.locator("[name=login]"), page.locator("[name=password]")];
  assert.equal(await login.getAttribute("autocomplete"), "username");
  assert.equal(await password.getAttribute("autocomplete"), "current-password");
  for (const [field, text] of [[login, "auditor"], [password, PASSWORD]]) {
    await page.evaluate((words) => navigator.clipboard.writeText(words), text);
    await field.focus();
    await page.keyboard.press("Control+V");
    assert.equal(await field.inputValue(), text);
  }
  assert.equal(await page.locator("main img, main canvas, main iframe, main [name*=captcha]").count(), 0);
  await page.keyboard.press("Enter");
  await page.locator(".who form").waitFor();
  await context.close();
});

test("who follows a link without being signed in comes to it after signing in", async () => {
  const person = await seat();
  await person.page.goto(`/orders/${year.order}?lang=vi`);
  assert.equal(new URL(person.page.url()).pathname, "/sign-in");
  await person.signIn("auditor");
  assert.equal(new URL(person.page.url()).pathname, `/orders/${year.order}`);
  await person.leave();
});

test("rows are added and taken away, and keep their labels and places", async () => {
  const person = await seat("planner");
  const { page } = person;
  const t = texts("vi");
  await page.goto("/orders/new");
  const rows = page.locator("fieldset.line");
  const had = await rows.count();
  await page.getByRole("button", { name: `+ ${t.Common.add_row}` }).click();
  assert.equal(await rows.count(), had + 1);
  const added = rows.nth(had);
  assert.equal(await person.field(t.Fields.quantity, added).getAttribute("name"), `lines[${had}].quantity`);
  assert.deepEqual(await findings(page, "vi"), []);
  await added.getByRole("button", { name: t.Common.remove_row }).click();
  assert.equal(await rows.count(), had);
  await person.leave();
});

test("the language changes where one stands, and is remembered", async () => {
  const person = await seat("planner");
  const { page } = person;
  await page.goto("/orders?q=cao");
  await page.locator(".who .language").click();
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
  assert.equal(await page.locator("main [name=q]").inputValue(), "cao");
  await page.goto("/statements");
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
  await person.leave();
});
