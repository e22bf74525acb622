// What the order's way in English (journeys) does not come by: hours, the learner's own record, and an advance that is paid by a
// batch, with amounts as English writes them.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";

import { PHONE } from "../harness/chromium.js";
import { XLSX } from "../harness/lists.js";
import { Trip } from "../harness/office.js";
import { confirmed, invoice, row, tick } from "../harness/payments.js";
import { inOrder, opened } from "../harness/steps.js";
import { texts } from "../harness/texts.js";
import { Workbook } from "../harness/workbook.js";
import { COLLEGE, HOST, LEARNER } from "../harness/year.js";

const t = texts("en");

let portal;
let browser;
let office;
opened((house) => {
  ({ portal, browser, office } = house);
}, "en");

test("a host's coordinator enters the hours of a month on a phone, and the director confirms them", async () => {
  const phone = new Trip(portal, browser, "en", COLLEGE, { viewport: PHONE });
  await phone.enterHours(HOST.coordinator, HOST.missing, HOST.hours);
  await office.confirmHours(HOST.director, HOST.missing);
});

test("the learner finds the own record, takes it along, and sees who looked", () =>
  office.as(LEARNER.login, async (person, page) => {
    assert.equal(new URL(page.url()).pathname, LEARNER.page);
    assert.equal(await person.heading(), LEARNER.name);
    await office.clean(person);
    const said = await page.locator("main").innerText();
    assert.ok(said.includes(LEARNER.serial) && said.includes(HOST.name), said);
    assert.match(said, new RegExp(`12/01/2026\\s+${HOST.hours[0]} hours at the enterprise`), "what the host has just told, up to the last day of the course");
    const [file] = await Promise.all([page.waitForEvent("download"), page.locator("main a[href$='record.json']").click()]);
    assert.match(file.suggestedFilename(), /\.json$/);
    await page.locator(".main-nav").getByRole("link", { name: t.People.access, exact: true }).click();
    assert.equal(await person.heading(), t.People.access_heading);
    await office.clean(person);
  }));

describe("an advance is paid by a batch", () => {
  const step = inOrder();
  const words = (page) => page.locator("main").innerText();
  /** Half of two learners at 2,500,000 dong. */
  const amount = "2,500,000";
  let batch;
  let template;

  step("the college's director records its invoice, with the amount typed as English writes it", async () => {
    await office.place(2);
    await office.approve();
    await office.accept();
    await office.advance();
    await office.approveStatement(COLLEGE.priceDong);
    await invoice(office, COLLEGE.director, "1C26TDN-00000021", amount);
    await office.as(COLLEGE.director, async (_, page) => {
      await page.goto("/payments");
      const said = await row(page, office.statement).innerText();
      for (const part of [amount, "1C26TDN-00000021", t.Payments.matched]) assert.ok(said.includes(part), `${part}: ${said}`);
    });
  });

  step("the accountant makes a batch", () =>
    office.as("accountant", async (person, page) => {
      await page.locator(".main-nav").getByRole("link", { name: t.Payments.nav, exact: true }).click();
      assert.ok((await row(page, office.statement).innerText()).includes(amount));
      await tick(page, office.statement).check();
      await person.field(t.Payments.note).fill("November");
      await person.button(t.Payments.make).click();
      await office.told(person, t.Payments.done_batch_made);
      batch = new URL(page.url()).pathname;
      assert.ok((await words(page)).includes(amount), await words(page));
      await office.clean(person);
    }));

  step("the chief accountant releases it", () =>
    office.as("chief-accountant", async (person, page) => {
      await page.goto("/payments");
      assert.ok((await row(page, batch).innerText()).includes(amount));
      await row(page, batch).locator("a").first().click();
      await office.press(person, t.Payments.release);
      await office.told(person, t.Payments.done_batch_released);
      await office.clean(person);
    }));

  step("the accountant sends it, and takes the Treasury's answer", () =>
    office.as("accountant", async (person, page) => {
      await page.goto(batch);
      const [file] = await Promise.all([page.waitForEvent("download"), person.link(t.Payments.file_template).click()]);
      template = new Workbook(readFileSync(await file.path()));
      await office.press(person, t.Payments.send);
      await office.told(person, t.Payments.done_batch_sent);
      const { row: head, columns } = template.headings(t.Payments.key);
      const said = { Result: "paid", Amount: String(COLLEGE.priceDong), "Booked on": "02/11/2026", Document: "UNC-2111" };
      for (const [name, text] of Object.entries(said)) template.set(`${columns[name]}${head + 1}`, text);
      const answer = { name: "answer.xlsx", mimeType: XLSX, buffer: template.save() };
      await confirmed(office, person, answer, [amount, "UNC-2111"]);
      await page.goto(office.statement);
      assert.match(await person.heading(), /paid/i);
      await page.goto(batch);
      const sums = page.locator("table.sums");
      assert.ok((await sums.locator("tr", { hasText: t.Payments.paid }).first().innerText()).includes(amount));
      assert.ok((await words(page)).includes(t.Common.holds), "every dong is in one place");
      assert.doesNotMatch(await words(page), /\d\.\d{3}\b/, "no amount is grouped as in Vietnamese");
      await office.clean(person);
    }));

  step("the college reads that it was paid", () =>
    office.as(COLLEGE.director, async (person, page) => {
      await page.goto(`${office.order}/money`);
      assert.ok((await page.locator("table.sums tr", { hasText: t.Incoming.paid }).first().innerText()).includes(amount));
      await office.clean(person);
    }));
});
