// Every role's work in Vietnamese, from placing an order to its payment, through the pages and nothing else; and the main
// part of it in English. The order matters: each takes up what the one before left.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { Person, launch } from "../harness/chromium.js";
import { findings } from "../harness/findings.js";
import { Trip, workers } from "../harness/office.js";
import { Portal } from "../harness/portal.js";
import { texts } from "../harness/texts.js";
import { COLLEGE, SECOND_COURSE, lookUp } from "../harness/year.js";

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

for (const [lang, course, serial] of [["vi", COLLEGE, 910], ["en", SECOND_COURSE, 930]]) {
  describe(`an order goes all the way, ${lang}`, () => {
    const learners = workers(serial);
    const value = learners.length * course.priceDong;
    let house;
    let trip;
    before(async () => {
      house = await Portal.open();
      trip = new Trip(house, browser, lang, course);
    });
    after(() => house.close());

    /** What comes after a step that failed would only wait in vain. */
    let broken = "";
    const step = (name, work) =>
      test(name, async () => {
        assert.equal(broken, "", "a step before failed");
        broken = name;
        await work();
        broken = "";
      });
    const on = (day, work) => async () => {
      house.turnTo(day);
      await work();
    };

    step("the planner places it", () => trip.place(learners.length));
    step("the approver finds it on the home page and approves it", () => trip.approve());
    step("the director finds it on the home page and accepts it", () => trip.accept());
    step("the accountant prepares the advance", () => trip.advance());
    step("the chief accountant approves the advance", () => trip.approveStatement(value / 2));
    step("the accountant records the payment", () => trip.pay("02/11/2026"));
    step("the registrar enrols by form", on("2026-11-10", () => trip.enrol(learners)));
    step("the registrar previews and reports graduation", on("2027-06-01", () => trip.graduate(learners)));
    step("the accountant settles the quarter", on("2027-07-05", () => trip.settle("2027-Q2")));
    step("the chief accountant approves the statement", () => trip.approveStatement((value * 9) / 10));
    step("the accountant issues the statement as a paper", () => trip.issue("statement", "accountant"));
    step("the accountant records what the Treasury paid", () => trip.pay("05/07/2027"));
    step("the auditor reads why", () => trip.why());
  });
}

test("an approver rejects with a reason, and is told when it is missing", async () => {
  const trip = new Trip(portal, browser, "vi");
  const t = texts("vi");
  await trip.place(2);
  await trip.as("approver", async (person, page) => {
    await page.goto(trip.order);
    await person.button(t.Deeds.reject_order).click();
    await page.locator(".issues").waitFor();
    assert.deepEqual(await findings(page, "vi"), []);
    await person.field(t.Fields.reason).fill("Chưa cân đối được kinh phí");
    await person.button(t.Deeds.reject_order).click();
    await trip.told(person, t.Deeds.done_rejected);
    assert.ok((await page.locator(".timeline").innerText()).includes("Chưa cân đối được kinh phí"));
  });
});

test("the auditor opens everything and finds nothing that changes it", async () => {
  const person = await seat("auditor");
  const { page } = person;
  const places = ["/", "/programmes/qd1446", "/orders", `/orders/${year.order}`, `/cohorts/${year.cohort}`,
    `/learners/${year.learner}`, "/statements", `/statements/${year.statement}`, `/lines/${year.line}`];
  for (const where of places) {
    assert.equal((await page.goto(where)).status(), 200, where);
    // Looking at a personal id is written down, and changes nothing.
    assert.equal(await page.locator("main form[method=post]:not([action$='/identity'])").count(), 0, `${where} offers a change`);
  }
  // And what no button offers is refused when it is sent all the same.
  const answer = await page.request.post(`/orders/${year.order}/liquidate`, { form: {}, headers: { origin: portal.address } });
  assert.equal(answer.status(), 403);
  await person.leave();
});

test("the administrator and the host coordinator read what concerns them", async () => {
  for (const login of ["administrator", "host.dn-fpt-software"]) {
    const person = await seat(login);
    assert.equal(await person.heading(), texts("vi").Home.heading);
    await person.page.locator(".main-nav").getByRole("link", { name: texts("vi").Common.orders }).click();
    const link = person.page.locator("main tbody th a").first();
    await link.click();
    assert.equal(await person.page.locator("h1").count(), 1);
    await person.leave();
  }
});

test("a college sees its own orders and no others", async () => {
  const person = await seat(COLLEGE.registrar);
  await person.page.goto("/orders");
  const providers = await person.page.locator("main tbody td:nth-child(2)").allInnerTexts();
  assert.ok(providers.length > 0 && providers.every((name) => name === COLLEGE.name), providers.join());
  const { rows } = await portal.ask("auditor", "/orders");
  const foreign = rows.find((row) => row.provider.name !== COLLEGE.name);
  assert.equal((await person.page.goto(`/orders/${foreign.id}`)).status(), 404);
  await person.leave();
});

test("the search for orders needs no accents", async () => {
  const person = await seat("planner");
  await person.page.goto("/orders");
  await person.page.locator("main [name=q]").fill("bach khoa da nang");
  await person.button(texts("vi").Common.filter).click();
  const providers = await person.page.locator("main tbody td:nth-child(2)").allInnerTexts();
  assert.ok(providers.length > 0 && providers.every((name) => name === COLLEGE.name), providers.join());
  await person.leave();
});

test("numbers and shares are written the reader's way", async () => {
  const said = {};
  for (const lang of ["vi", "en"]) {
    const person = await seat("auditor", lang);
    await person.page.goto("/programmes/qd1446");
    said[lang] = await person.page.locator("table.progress").innerText();
    await person.leave();
  }
  assert.match(said.vi, /300\.000/);
  assert.match(said.en, /300,000/);
  assert.match(said.vi, /\d,\d %/);
  assert.match(said.en, /\d\.\d %/);
});
