// With scripts switched off everything still works: the whole way of an order, and a mistake on the way.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { NARROW, Person, launch } from "../harness/chromium.js";
import { faulty, figures, fillIn, panel, remedies, send, taken, worked } from "../harness/lists.js";
import { Trip, workers } from "../harness/office.js";
import { Portal } from "../harness/portal.js";
import { texts } from "../harness/texts.js";
import { COLLEGE, HOST } from "../harness/year.js";

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

test("a host's coordinator enters the hours of a month on a narrow phone, and the director confirms them", async () => {
  const phone = new Trip(portal, browser, "vi", COLLEGE, { scripts: false, viewport: NARROW });
  await phone.enterHours(HOST.coordinator, HOST.missing, HOST.hours);
  await phone.confirmHours(HOST.director, HOST.missing);
});

test("an order goes from placing to payment", async () => {
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

/** What is wrong with three of a list of 300. */
const FAULTS = [[3, "Ngày sinh", "31/02/1990"], [17, "Họ và tên", ""], [288, "Giới tính", "Nma"]];

test("a registrar sends a list, waits without scripts, takes the good rows and gets the others back with notes", async (context) => {
  // The order before went on to a day in 2027, and time does not run backwards.
  const house = await Portal.open();
  context.after(() => house.close());
  const { Workbook } = texts("vi");
  const trip = new Trip(house, browser, "vi", COLLEGE, { scripts: false });
  await trip.place(300);
  await trip.approve(["approver", "head"]);
  await trip.accept();
  house.turnTo("2026-11-10");
  await trip.as(COLLEGE.registrar, async (person, page) => {
    await page.goto(trip.cohort);
    const list = await taken(page, () => panel(page).getByRole("link", { name: Workbook.take_template }).click());
    const wrong = fillIn(list, 300, FAULTS);
    const waited = await send(person, "lop.xlsx", list);
    assert.deepEqual(await figures(page), { [Workbook.all_rows]: "300", [Workbook.new]: "297", [Workbook.error]: "3" });
    assert.deepEqual(await faulty(page), wrong.sort());
    await trip.clean(person);

    await person.button(`${Workbook.accept_good} (297)`).click();
    const again = await worked(person, page.getByText(`297 ${Workbook.enrolled}`));
    // Either may be done before the page is there; not both.
    assert.ok(waited || again, "the page that comes again by itself was never seen");
    await trip.clean(person);
    const back = await taken(page, () => person.link(Workbook.take_annotated).click());
    assert.deepEqual([...remedies(back, 300).keys()], FAULTS.map(([at]) => at));
    await person.link(Workbook.to_cohort).click();
    assert.equal(new URL(page.url()).pathname, trip.cohort);
    await trip.clean(person);
  });
  const { learners } = await house.ask(COLLEGE.registrar, trip.cohort);
  assert.equal(learners.total, 297);
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
