// With scripts switched off everything still works: the whole way of an order, and a mistake on the way.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { Person, launch } from "../harness/chromium.js";
import { Trip, workers } from "../harness/office.js";
import { Portal, TODAY } from "../harness/portal.js";
import { texts } from "../harness/texts.js";
import { COLLEGE } from "../harness/year.js";

let portal;
let browser;
before(async () => {
  portal = await Portal.open();
  browser = await launch();
});
after(async () => {
  await browser.close();
  await portal.close();
});

test("an order goes from placing to payment", async () => {
  portal.turnTo(TODAY);
  const learners = workers(950);
  const value = learners.length * COLLEGE.priceDong;
  const trip = new Trip(portal, browser, "vi", COLLEGE, { scripts: false });
  await trip.place(learners.length);
  await trip.approve();
  await trip.accept();
  await trip.advance();
  await trip.approveStatement(value / 2);
  await trip.pay("02/11/2026");
  portal.turnTo("2026-11-10");
  await trip.enrol(learners);
  portal.turnTo("2027-06-01");
  await trip.graduate(learners);
  portal.turnTo("2027-07-05");
  await trip.settle("2027-Q2");
  await trip.approveStatement((value * 9) / 10);
  await trip.pay("05/07/2027");
  await trip.why();
});

test("what must be mended is said, with links, and what was typed stays", async () => {
  const person = await Person.sitDown(browser, portal, { login: "planner", scripts: false });
  const { page } = person;
  await page.goto("/orders/new");
  await page.locator("[name='lines[0].quantity']").fill("nhiều");
  await person.button(texts("vi").Order.send).click();
  const places = page.locator(".issues a.place");
  assert.ok((await places.count()) >= 4);
  await page.locator(".issues a.place[href='#at-lines-0-quantity']").click();
  assert.equal(new URL(page.url()).hash, "#at-lines-0-quantity");
  assert.equal(await page.locator("[name='lines[0].quantity']").inputValue(), "nhiều");
  await person.leave();
});

test("there are empty rows enough without a button that adds one", async () => {
  const person = await Person.sitDown(browser, portal, { login: "planner", scripts: false });
  await person.page.goto("/orders/new");
  assert.ok((await person.page.locator("fieldset.line").count()) >= 2);
  assert.equal(await person.page.locator("[data-add-row]").count(), 0);
  await person.leave();
});
