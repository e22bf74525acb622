// What the order's way in English (journeys) does not come by: hours, and the learner's own record.
import assert from "node:assert/strict";
import { test } from "node:test";

import { PHONE } from "../harness/chromium.js";
import { Trip } from "../harness/office.js";
import { opened } from "../harness/steps.js";
import { texts } from "../harness/texts.js";
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
