// What becomes of an order that somebody wants otherwise, and of a report that was wrong: a draft taken up again, an order
// sent back, other terms of the provider, a correction, a person trained twice, places that go to another order.
import assert from "node:assert/strict";

import { choose, dotted, workers } from "../harness/office.js";
import { inOrder, opened } from "../harness/steps.js";
import { texts } from "../harness/texts.js";
import { COLLEGE } from "../harness/year.js";

const t = texts("vi");
const lower = COLLEGE.priceDong - 100_000;
const learners = workers(970);

let portal;
let office;
opened((house) => {
  ({ portal, office } = house);
});

const step = inOrder();
const words = (page) => page.locator("main").innerText();
const line = (page) => page.locator("main fieldset.line").first();

/** Something that waits for whoever is at home, by what it says. */
const waiting = (page, said) => page.locator("ul.waiting a", { hasText: said });

/** Sends the form of an order as it stands, and keeps the order's address. */
async function send(person, page) {
  await office.press(person, t.Order.send);
  await office.told(person, t.Deeds.done_placed);
  office.order = new URL(page.url()).pathname;
}

let draft;

step("an order is left half typed, and taken up again as it was typed", async () => {
  await office.as("planner", async (person, page) => {
    await page.goto("/orders/new");
    await choose(person.field(t.Fields.provider), COLLEGE.name);
    await choose(person.field(t.Fields.occupation, line(page)), COLLEGE.occupation);
    await person.field(t.Fields.quantity, line(page)).fill("ba người");
    await person.button(t.Life.save_draft).click();
    await office.told(person, t.Life.done_draft_saved);
    draft = new URL(page.url()).pathname;
    await office.clean(person);
  });
  await office.as("planner", async (person, page) => {
    await page.goto("/orders");
    await person.link(t.Life.drafts).click();
    await page.locator(`main a[href='${draft}']`).click();
    assert.equal(await person.field(t.Fields.quantity, line(page)).inputValue(), "ba người");
    await office.fillOrder(person, 3);
    await send(person, page);
    assert.equal((await page.request.get(draft)).status(), 404, "the order used the draft up");
  });
});

step("the approver sends it back, and the planner corrects it and places it again", async () => {
  const first = office.order;
  await office.as("approver", async (person, page) => {
    await office.fromHome(person, "orders_to_approve");
    await person.button(t.Life.return_order).click();
    await page.locator(".issues").waitFor();
    await office.clean(person);
    await person.field(t.Fields.correction).fill("Chỉ cần 2 người");
    await person.button(t.Life.return_order).click();
    await office.told(person, t.Life.done_order_returned);
    assert.ok((await words(page)).includes("Chỉ cần 2 người"));
  });
  await office.as("planner", async (person, page) => {
    await waiting(page, "trả lại").click();
    if (!page.url().includes("/drafts/")) await page.locator("main tbody tr", { hasText: "Chỉ cần 2 người" }).locator("th a").click();
    assert.ok((await words(page)).includes("Chỉ cần 2 người"), "the reason stands over the form");
    assert.equal(await person.field(t.Fields.quantity, line(page)).inputValue(), "3");
    await office.clean(person);
    await person.field(t.Fields.quantity, line(page)).fill("2");
    await send(person, page);
    assert.ok((await words(page)).includes(t.Life.placed_for));
    await page.locator(`main a[href='${first}']`).first().click();
    assert.ok((await words(page)).includes(t.Life.placed_again), "each leads to the other");
  });
});

step("the provider answers with other terms, and is told what it may not ask", async () => {
  await office.approve();
  await office.as(COLLEGE.director, async (person, page) => {
    await office.fromHome(person, "orders_to_accept");
    await person.link(t.Life.answer_link).click();
    await person.field(t.Fields.price, line(page)).fill(String(COLLEGE.priceDong + 1));
    await person.button(t.Life.answer_send).click();
    await page.locator(".issues").waitFor();
    assert.equal(await page.locator(".issues li").count(), 2, "the price above the decision, and no reason");
    await office.clean(person);
    await person.field(t.Fields.price, line(page)).fill(String(lower));
    await person.field(t.Fields.quantity, line(page)).fill("4");
    await page.locator("main [name=reason]").fill("Ghép được lớp");
    await person.button(t.Life.answer_send).click();
    await office.told(person, t.Life.done_answered);
    assert.equal(await person.button(t.Deeds.accept_order).count(), 0, "it is the planner's turn");
    await office.clean(person);
  });
});

step("the planner compares and takes the terms, and the provider accepts what it proposed", async () => {
  await office.as("planner", async (person, page) => {
    await office.fromHome(person, "orders_proposed");
    const proposal = await page.getByRole("region", { name: t.Life.changes }).first().innerText();
    for (const said of ["2", "4", dotted(COLLEGE.priceDong), dotted(lower)]) assert.ok(proposal.includes(said), `${said}: ${proposal}`);
    assert.ok((await words(page)).includes("Ghép được lớp"));
    await office.press(person, t.Life.take);
    await office.told(person, t.Life.done_taken);
    assert.equal(await person.field(t.Fields.quantity, line(page)).inputValue(), "4");
    await send(person, page);
  });
  await office.approve();
  await office.accept();
  await office.as(COLLEGE.director, async (person, page) => {
    await page.goto(office.order);
    assert.ok((await words(page)).includes(dotted(4 * lower)), "worth what it proposed");
    await office.clean(person);
  });
});

let giving;
let taking;
let learner;

step("somebody who is trained twice is flagged, and the planner decides", async () => {
  giving = { order: office.order, cohort: office.cohort };
  await office.place(2);
  await office.approve();
  await office.accept();
  taking = { order: office.order, cohort: office.cohort };
  portal.turnTo("2026-11-10");
  Object.assign(office, giving);
  await office.enrol(learners);
  Object.assign(office, taking);
  await office.enrol(learners.slice(0, 1));
  await office.as("planner", async (person, page) => {
    await waiting(page, "nghi trùng").first().click();
    if (!page.url().includes("/learners/")) {
      await page.goto(taking.cohort);
      await page.locator("main tbody th a").first().click();
    }
    assert.equal(await person.heading(), learners[0].name);
    learner = new URL(page.url()).pathname;
    await person.button(t.Deeds.decide_duplicate).click();
    await page.locator(".issues").waitFor();
    await office.clean(person);
    await person.field(t.Fields.pay).selectOption({ label: t.Deeds.decide_refuse });
    await person.field(t.Fields.reason).fill("Đang học cùng nghề ở đơn trước");
    await person.button(t.Deeds.decide_duplicate).click();
    await office.told(person, t.Deeds.done_decided);
    await office.clean(person);
  });
  await office.as(COLLEGE.registrar, async (_, page) => {
    await page.goto(learner);
    assert.match(await words(page), /không thanh toán.*Đang học cùng nghề ở đơn trước/is, "the college reads the decision");
  });
  await office.as("auditor", async (_, page) => {
    await page.goto("/audit?action=duplicate.decide&from=10/11/2026");
    assert.match(await page.locator("main tbody tr").innerText(), /Cán bộ kế hoạch.*Xét trùng/s);
  });
});

step("the registrar corrects a report, and what was said stays readable", async () => {
  portal.turnTo("2026-12-20");
  await office.as(COLLEGE.registrar, async (person, page) => {
    await page.goto(giving.cohort);
    await page.locator("main tbody th a", { hasText: learners[2].name }).click();
    await person.link(t.Happened.report).click();
    await person.field("Sự kiện").selectOption({ label: t.Happened.withdrew });
    await person.field(t.Fields.happened_on).fill("01/12/2026");
    await person.button(t.Happened.preview).click();
    await page.locator(".issues, #effect").first().waitFor();
    await page.locator("main [name=reason]").fill("Chuyển chỗ ở");
    await person.button(t.Happened.report_send).click();
    await office.told(person, t.Deeds.done_told);
    const told = page.locator("table.facts tr", { hasText: "Chuyển chỗ ở" });
    await told.getByRole("link", { name: t.Happened.correct }).click();
    assert.ok((await words(page)).includes(t.Happened.wrong));
    await office.clean(person);
    await page.locator("main [name=how]").selectOption("retract");
    await person.button(t.Happened.correct_send).click();
    await page.locator(".issues").waitFor();
    await page.locator("main [name=because]").fill("Nhầm người cùng tên");
    await person.button(t.Happened.correct_send).click();
    await office.told(person, t.Deeds.done_corrected);
    await office.clean(person);
  });
  await office.as("planner", async (_, page) => {
    await page.goto(giving.cohort);
    await page.locator("main tbody th a", { hasText: learners[2].name }).click();
    assert.match(await page.locator("tr.superseded", { hasText: "Chuyển chỗ ở" }).innerText(), new RegExp(t.Learner.superseded, "i"));
    assert.ok((await words(page)).includes("Nhầm người cùng tên"));
  });
});

step("a place that stays empty goes to the other order, in one deed", async () => {
  await office.as("planner", async (person, page) => {
    await page.goto("/orders");
    await person.link(t.Life.reallocate).click();
    const rows = page.locator("main tbody tr");
    for (const { order } of [giving, taking]) assert.equal(await rows.locator(`a[href='${order}']`).count(), 1);
    const number = async ({ order }) => (await rows.locator(`a[href='${order}']`).innerText()).trim();
    await choose(person.field(t.Fields.giving), await number(giving));
    await choose(person.field(t.Fields.taking), await number(taking));
    await person.field(t.Fields.places).fill("2");
    await person.field(t.Fields.governs_from).fill("20/12/2026");
    await person.field(t.Fields.reason).fill("Bên nhường không tuyển được");
    await person.button(t.Life.reallocate_send).click();
    await page.locator(".issues").waitFor();
    assert.match(await page.locator(".issues li").first().innerText(), /còn 1 chỗ/);
    await office.clean(person);
    await person.field(t.Fields.places).fill("1");
    await person.button(t.Life.reallocate_send).click();
    await office.told(person, t.Life.done_reallocated);
    await office.clean(person);
  });
  await office.as("approver", async (person, page) => {
    await page.goto(taking.order);
    assert.ok((await words(page)).includes(t.Life.takes));
    await person.button(t.Life.approve_amendment).click();
    await office.told(person, t.Life.done_amendment_step);
  });
  await office.as(COLLEGE.director, async (person, page) => {
    await page.goto(taking.order);
    await person.button(t.Life.accept_amendment).click();
    await page.locator(".issues").waitFor();
    assert.match(await page.locator(".issues li").innerText(), /nhường chỉ tiêu chưa nhận/, "who gives accepts first");
    for (const { order } of [giving, taking]) {
      await page.goto(order);
      await person.button(t.Life.accept_amendment).click();
      await office.told(person, t.Life.done_amendment_accepted);
    }
    await office.clean(person);
  });
  for (const { order } of [giving, taking]) {
    const { lines } = await portal.ask(COLLEGE.director, order);
    assert.equal(lines[0].quantity, 3);
  }
});
