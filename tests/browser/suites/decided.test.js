// What two people decide together: an order amended and taken by the college, a price list confirmed by another, and the
// approval bands that the administrator proposes.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { launch } from "../harness/chromium.js";
import { Trip, choose } from "../harness/office.js";
import { Portal } from "../harness/portal.js";
import { COLLEGE, SECOND_COURSE } from "../harness/year.js";

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

for (const [lang, course] of [["vi", COLLEGE], ["en", SECOND_COURSE]]) {
  describe(`an order is amended and the other side takes it, ${lang}`, () => {
    const lower = course.priceDong - 200_000;
    let trip;
    let broken = "";
    const step = (name, work) =>
      test(name, async () => {
        assert.equal(broken, "", "a step before failed");
        broken = name;
        await work();
        broken = "";
      });

    step("an order for three runs", async () => {
      trip = new Trip(portal, browser, lang, course);
      await trip.place(3);
      await trip.approve();
      await trip.accept();
    });

    step("the planner is told everything that is wrong, and submits the amendment", () =>
      trip.as("planner", async (person, page) => {
        const { Fields, Life } = trip.t;
        await page.goto(trip.order);
        await person.link(Life.amend).click();
        assert.equal(await person.heading(), Life.amend);
        await trip.clean(person);
        const line = page.locator("fieldset.line").first();
        await person.field(Fields.price, line).fill(String(course.priceDong + 1));
        await person.field(Fields.governs_from).fill("03/11/2026");
        await person.button(Life.amend_send).click();
        await page.locator(".issues").waitFor();
        assert.ok((await page.locator(".issues li").count()) >= 2, "the price, and the reason that is missing");
        await trip.clean(person);
        await person.field(Fields.price, line).fill(String(lower));
        await person.field(Fields.quantity, line).fill("4");
        await person.field(Fields.reason).fill("Ghép lớp");
        await person.button(Life.amend_send).click();
        await trip.told(person, Life.done_amended);
        await trip.clean(person);
      }));

    step("the approver compares and approves it", () =>
      trip.as("approver", async (person, page) => {
        const { Life } = trip.t;
        await page.goto(trip.order);
        const changes = page.getByRole("region", { name: Life.changes }).first();
        const words = await changes.innerText();
        for (const said of ["3", "4", trip.amount(course.priceDong), trip.amount(lower)]) assert.ok(words.includes(said), `${said}: ${words}`);
        await person.button(Life.approve_amendment).click();
        await trip.told(person, Life.done_amendment_step);
        await trip.clean(person);
      }));

    step("the director takes it, and the order is worth what the amendment says", () =>
      trip.as(course.director, async (person, page) => {
        const { Life } = trip.t;
        await page.goto(trip.order);
        await person.button(Life.accept_amendment).click();
        await trip.told(person, Life.done_amendment_accepted);
        assert.ok((await page.locator("main").innerText()).includes(trip.amount(4 * lower)), trip.amount(4 * lower));
        assert.equal(await page.getByRole("button", { name: Life.accept_amendment, exact: true }).count(), 0);
        await trip.clean(person);
      }));
  });
}

test("a price list is entered by one and confirmed by another", async () => {
  const trip = new Trip(portal, browser, "vi");
  const { Fields, Registry } = trip.t;
  let change;
  await trip.as("planner", async (person, page) => {
    await page.locator(".main-nav").getByRole("link", { name: Registry.nav }).click();
    await page.locator("ul.registers").getByRole("link", { name: Registry.prices }).click();
    const form = page.locator("details.proposal");
    await form.locator("summary").click();
    await person.field(`${Fields.list} ${Registry.list_hint}`, form).fill(`${COLLEGE.occupation}\t2.650.000\n9999999\t1.000`);
    await form.getByRole("button", { name: Registry.propose }).click();
    await page.locator(".issues").waitFor();
    await trip.clean(person);
    await person.field(`${Fields.list} ${Registry.list_hint}`, form).fill(`${COLLEGE.occupation}\t2.650.000`);
    await person.field(Fields.valid_from, form).fill("01/12/2026");
    await form.locator("[name=certainty]").selectOption("verified");
    await person.field(Fields.authority, form).fill("Bộ Nội vụ");
    await person.field(Fields.decision_number, form).fill("88/QĐ-BNV");
    await person.field(Fields.decided_on, form).fill("01/11/2026");
    await person.field(Fields.source_link, form).fill("Công báo");
    await person.field(Fields.reason, form).fill("Vật tư tăng");
    await form.getByRole("button", { name: Registry.propose }).click();
    await trip.told(person, Registry.done_proposed);
    change = new URL(page.url()).pathname;
    assert.equal(await person.button(Registry.approve).count(), 0, "nobody confirms what they proposed");
    await trip.clean(person);
  });
  await trip.as("approver", async (person, page) => {
    await page.goto("/registry");
    await page.locator(`main a[href='${change}']`).first().click();
    assert.match(await page.locator("main").innerText(), /2\.650\.000/);
    await trip.clean(person);
    await trip.press(person, Registry.approve);
    await trip.told(person, Registry.done_change_approved);
    await page.goto("/registry/prices");
    await person.link("88/QĐ-BNV").click();
    assert.match(await page.locator("main").innerText(), /2\.650\.000/);
    await trip.clean(person);
  });
});

test("the administrator proposes approval bands, and once they are approved the next order goes by them", async () => {
  const trip = new Trip(portal, browser, "vi");
  const { Fields, Life, Registry } = trip.t;
  let change;
  await trip.as("administrator", async (person, page) => {
    await page.locator(".main-nav").getByRole("link", { name: Registry.nav }).click();
    await page.locator("ul.registers").getByRole("link", { name: Life.bands }).click();
    assert.equal(await person.heading(), Life.bands);
    const form = page.locator("details.proposal");
    await form.locator("summary").click();
    await choose(person.field(Fields.subject, form), "Đơn đặt hàng");
    await person.field(Fields.valid_from, form).fill("02/11/2026");
    await form.getByRole("button", { name: Registry.propose }).click();
    await page.locator(".issues").waitFor();
    assert.ok((await page.locator(".issues li").count()) >= 2, "the day, and what is missing");
    await trip.clean(person);
    await person.field(Fields.valid_from, form).fill("03/11/2026");
    await form.locator("[name=certainty]").selectOption("assumption");
    await person.field(Fields.reason, form).fill("QĐ phân cấp duyệt");
    for (const [i, [above, ...roles]] of [["0", "approver"], ["5000000", "approver", "head"]].entries()) {
      await form.locator(`[name="bands[${i}].above"]`).fill(above);
      for (const [n, role] of roles.entries())
        await form.locator(`[name="bands[${i}].${["first", "second", "third"][n]}"]`).selectOption(role);
    }
    await form.getByRole("button", { name: Registry.propose }).click();
    await trip.told(person, Registry.done_proposed);
    change = new URL(page.url()).pathname;
    await trip.clean(person);
  });
  await trip.as("approver", async (person, page) => {
    await page.goto(change);
    assert.match(await page.locator("main").innerText(), /Trên 5\.000\.000 đồng/);
    await trip.clean(person);
    await trip.press(person, Registry.approve);
    await trip.told(person, Registry.done_change_approved);
    await page.goto("/registry/bands");
    assert.match(await page.locator("main").innerText(), /QĐ phân cấp duyệt/);
    await trip.clean(person);
  });
  portal.turnTo("2026-11-03");
  await trip.place(3);
  await trip.approve(["approver", "head"]);
});
