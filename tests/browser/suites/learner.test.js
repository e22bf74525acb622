// Those who read: the learner, the inspector, the auditor, and the accountants and directors of a college and of a host, who
// want to know when they are paid. In Vietnamese, as they are used.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, describe, test } from "node:test";

import { choose, dotted } from "../harness/office.js";
import { opened } from "../harness/steps.js";
import { texts } from "../harness/texts.js";
import { COLLEGE, HOST, LEARNER } from "../harness/year.js";

const t = texts("vi");
/** How the trail calls the look at what is masked. */
const SHOWN = "Xem số định danh và điện thoại";
const LOOKED_BECAUSE = "Thanh tra đợt 2 năm 2026";

let portal;
let office;
opened((house) => {
  ({ portal, office } = house);
});

const words = (page) => page.locator("main").innerText();
const room = (page, name) => page.locator(".main-nav").getByRole("link", { name, exact: true });

test("an inspector gives a reason, and sees a learner's whole personal id", async () => {
  await office.as("inspector", async (person, page) => {
    assert.equal(await person.heading(), t.Home.heading);
    // What is overdue stands on the home page and leads to an order.
    await page.locator("ul.waiting a").first().click();
    assert.match(await person.heading(), new RegExp(t.Common.orders));
    await page.goto(LEARNER.page);
    assert.match(await words(page), /\*{8}\d{4}/);
    await person.button(t.People.unmask).click();
    await page.locator(".issues").waitFor();
    assert.match(await page.locator(".issues").innerText(), new RegExp(t.Fields.look_reason));
    await office.clean(person);
    await person.field(t.Fields.look_reason).fill(LOOKED_BECAUSE);
    await person.button(t.People.unmask).click();
    await page.getByText(/^\d{12}$/).waitFor();
    await office.clean(person);
  });
});

test("the learner finds own results, own certificate, who looked, and nothing of others", async () => {
  await office.as(LEARNER.login, async (person, page) => {
    assert.equal(new URL(page.url()).pathname, LEARNER.page, "the learner's home is the learner's page");
    assert.equal(await person.heading(), LEARNER.name);
    const said = await words(page);
    for (const fact of [COLLEGE.name, HOST.name, "Kết quả tốt nghiệp: Trung bình (6,4)", LEARNER.serial, "Văn bằng bị hủy"]) {
      assert.ok(said.includes(fact), `${fact}: ${said}`);
    }
    assert.match(said, /\*{8}\d{4}/);
    assert.ok(!said.includes(t.Learner.lines), "what others are paid is not a learner's business");
    assert.equal(await page.locator("main form[method=post]").count(), 0);
    const links = await page.locator("main a").evaluateAll((all) => all.map((link) => link.pathname));
    assert.ok(links.every((where) => where.startsWith(`${LEARNER.page}/record.`)), links.join());
    await office.clean(person);

    const [file] = await Promise.all([page.waitForEvent("download"), page.locator("main a[href$='record.json']").click()]);
    assert.ok(readFileSync(await file.path(), "utf8").includes(LEARNER.serial), "the record that one takes along");

    await room(page, t.People.access).click();
    assert.equal(await person.heading(), t.People.access_heading);
    const looks = await page.locator("main tbody tr").allInnerTexts();
    assert.ok(looks.every((row) => row.includes(LEARNER.name)), looks.join());
    const look = looks.find((row) => row.includes(LOOKED_BECAUSE));
    assert.ok(look?.includes("Thanh tra viên") && look.includes("02/11/2026"), look);
    await office.clean(person);

    for (const where of ["/learners/2", "/orders/1", "/cohorts/1", "/learners/2/record.json"]) {
      assert.equal((await page.request.get(where)).status(), 404, where);
    }
    const rooms = await page.locator(".main-nav a").allInnerTexts();
    assert.deepEqual(rooms, [t.People.myself, t.People.access]);
  });
});

describe("the auditor", () => {
  test("searches the trail, opens what the inspector did, and takes it along", async () => {
    await office.as("auditor", async (person, page) => {
      await room(page, t.AuditTrail.nav).click();
      const deeds = await person.field(t.AuditTrail.action).locator("option").allInnerTexts();
      assert.deepEqual(deeds.filter((name) => /^[a-z_]+\.[a-z_]+$/.test(name)), [], "every deed has a name in words");
      await choose(person.field(t.AuditTrail.action), SHOWN);
      await person.field(t.AuditTrail.from).fill("02/11/2026");
      await person.button(t.AuditTrail.search).click();
      const rows = page.locator("main tbody tr");
      assert.equal(await rows.count(), 1, "one look on this day");
      assert.match(await rows.innerText(), /Thanh tra viên/);
      await office.clean(person);

      const [file] = await Promise.all([page.waitForEvent("download"), person.link(t.AuditTrail.export).click()]);
      const csv = readFileSync(await file.path(), "utf8").trim().split("\n");
      assert.equal(csv.length, 2, csv.join("\n"));

      await rows.locator("a").first().click();
      assert.ok((await words(page)).includes(SHOWN));
      assert.match(await page.locator("dl.hashes").innerText(), /[0-9a-f]{64}/);
      await office.clean(person);

      await page.goto("/audit");
      await person.field(t.AuditTrail.who).fill("khong-co-ai");
      await person.button(t.AuditTrail.search).click();
      assert.ok(!page.url().includes("khong-co-ai"), "what is sought stands in no address");
      assert.ok((await words(page)).includes(t.AuditTrail.none));
    });
  });

  test("is offered no change on any order and statement, nor on what hangs from them", async () => {
    const { rows: orders } = await portal.ask("auditor", "/orders");
    const { rows: statements } = (await portal.ask("auditor", "/statements")).statements;
    const places = [
      ...orders.flatMap(({ id }) => [`/orders/${id}`, `/orders/${id}/money`, `/orders/${id}/papers`]),
      ...statements.map(({ id }) => `/statements/${id}`),
      "/payments", "/payments/batches/1", "/payments/batches/2", "/payments/confirmations/1", "/papers/1", "/access",
      "/reports", "/registry", "/registry/settings", "/registry/schemes", "/registry/calendar", "/cohorts/1/work-study",
      "/cohorts/1/hours/2025-10",
    ];
    assert.ok(orders.length >= 20 && statements.length >= 20, `${orders.length} orders, ${statements.length} statements`);
    await office.as("auditor", async (_, page) => {
      // Read as Chromium reads them, without drawing two hundred pages.
      const changes = await page.evaluate(async (all) => {
        const found = [];
        for (const where of all) {
          const answer = await fetch(where);
          const read = new DOMParser().parseFromString(await answer.text(), "text/html");
          const parts = read.querySelectorAll("main form[method=post], main button[formaction], main [type=file]");
          if (answer.status !== 200 || !read.querySelector("main h1")) found.push(`${where}: ${answer.status}`);
          found.push(...Array.from(parts, (part) => `${where}: ${part.outerHTML.slice(0, 90)}`));
        }
        return found;
      }, places);
      assert.deepEqual(changes, []);
    });
  });
});

describe("when are we paid", () => {
  const worker = `college-accountant.${COLLEGE.director.split(".")[1]}`;
  const advance = (4 * COLLEGE.priceDong) / 2;

  before(async () => {
    await office.place(4);
    await office.approve();
    await office.accept();
    await office.advance();
  });

  test("the college accountant reads how far the money has come, and what blocks it", async () => {
    await office.as(worker, async (person, page) => {
      assert.equal(await person.heading(), t.Home.heading);
      await room(page, t.Incoming.nav).click();
      const row = page.locator("main tbody tr", { has: page.locator(`a[href='${office.order}/money']`) });
      assert.ok((await row.innerText()).includes(dotted(advance)), "the advance waits for approval");
      await row.locator("a").click();
      assert.equal(await person.heading(), t.Incoming.heading);
      assert.ok((await words(page)).includes(t.Incoming.waits_approval), "who it waits for");
      await office.clean(person);
    });
    await office.approveStatement(advance);
    await office.as(worker, async (_, page) => {
      await page.goto(`${office.order}/money`);
      assert.ok((await words(page)).includes(t.Incoming.waits_payment), "and who it waits for now");
    });
  });

  test("the college accountant records the invoice, and both sides see it", async () => {
    const id = office.statement.split("/").at(-1);
    const number = "1C26TDN-00000007";
    await office.as("accountant", async (_, page) => {
      await page.goto("/payments");
      const row = page.locator("tbody tr", { has: page.locator(`a[href='${office.statement}']`) });
      assert.ok(!(await row.innerText()).includes(number));
    });
    await office.as(worker, async (person, page) => {
      await room(page, t.Payments.nav).click();
      const form = page.locator(`form[action='${office.statement}/invoice']`);
      await page.locator("details.proposal summary", { hasText: t.Payments.record }).first().click();
      await form.getByRole("button", { name: t.Payments.record }).click();
      await page.locator(".issues").waitFor();
      assert.ok((await page.locator(".issues li").count()) >= 3, "number, day, amount");
      await office.clean(person);
      await form.locator(`[name='invoice_number[${id}]']`).fill(number);
      await form.locator(`[name='invoiced_on[${id}]']`).fill("02/11/2026");
      await form.locator(`[name='amount[${id}]']`).fill(String(advance));
      await form.locator(`[name='vat[${id}]']`).selectOption({ label: "Không chịu thuế" });
      await form.getByRole("button", { name: t.Payments.record }).click();
      await office.told(person, t.Payments.done_invoice);
      const row = page.locator("tbody tr", { has: page.locator(`a[href='${office.statement}']`) }).first();
      assert.ok((await row.innerText()).includes(number) && (await row.innerText()).includes(t.Payments.matched), await row.innerText());
      await office.clean(person);
    });
    await office.as("accountant", async (_, page) => {
      await page.goto("/payments");
      const row = page.locator("tbody tr", { has: page.locator(`a[href='${office.statement}']`) }).first();
      assert.ok((await row.innerText()).includes(number), await row.innerText());
    });
  });

  test("a host's director sees the orders that it hosts, and what it is paid", async () => {
    await office.as(HOST.director, async (person, page) => {
      assert.equal(await person.heading(), t.Home.heading);
      await room(page, t.Common.statements).click();
      const payees = await page.locator("main tbody td:nth-child(4)").allInnerTexts();
      assert.ok(payees.length > 0 && payees.every((name) => name === HOST.name), payees.join());
      await page.locator("main tbody th a").first().click();
      await person.link(t.Statement.why).click();
      assert.equal(await person.heading(), t.Why.heading);
      await office.clean(person);
      await room(page, t.Common.orders).click();
      await page.locator("main tbody th a").first().click();
      assert.ok((await words(page)).includes(HOST.name));
      assert.equal(await page.locator("main form[method=post]").count(), 0, "it decides nothing about an order");
      const money = new URL(page.url()).pathname;
      assert.equal((await page.request.get(`${money}/money`)).status(), 404, "what the college earns is the college's");
      await room(page, t.Payments.nav).click();
      await office.clean(person);
    });
  });
});
