// What people do on the pages, step by step: each function is somebody's work, in the words of the page.
import assert from "node:assert/strict";

import { Person } from "./chromium.js";
import { findings } from "./findings.js";
import { texts } from "./texts.js";
import { COLLEGE } from "./year.js";

/** An order on its way through the house, in one language. */
export class Trip {
  constructor(portal, browser, lang, course = COLLEGE, options = {}) {
    Object.assign(this, { portal, browser, lang, course, options, t: texts(lang) });
  }

  /** Somebody sits down, works, and leaves; every state their work leaves behind is looked at. */
  async as(login, work) {
    const person = await Person.sitDown(this.browser, this.portal, { login, lang: this.lang, ...this.options });
    try {
      return await work(person, person.page);
    } finally {
      await person.leave();
    }
  }

  /** An amount as the pages of this language write it. */
  amount(dong) {
    return this.lang === "vi" ? dotted(dong) : dotted(dong).replaceAll(".", ",");
  }

  /** Nothing is wrong with the page as it stands. */
  async clean(person) {
    assert.deepEqual(await findings(person.page, this.lang, this.options), []);
  }

  /** A button that asks before it acts; without scripts it just acts. */
  async press(person, button) {
    const click = () => (typeof button === "string" ? person.button(button) : button).click();
    if (this.options.scripts === false) await click();
    else assert.ok((await person.confirming(click)).length > 10, "what is asked is a sentence");
  }

  /** What the portal says when something is done. */
  async told(person, words) {
    const notice = person.page.locator("main .notice");
    await notice.waitFor();
    assert.equal((await notice.innerText()).trim(), words);
  }

  async place(learners) {
    const { Order, Deeds } = this.t;
    await this.as("planner", async (person, page) => {
      await page.locator(".main-nav").getByRole("link", { name: this.t.Common.orders }).click();
      await person.link(Order.place).click();
      await this.fillOrder(person, learners);
      await this.press(person, Order.send);
      await this.told(person, Deeds.done_placed);
      this.order = new URL(page.url()).pathname;
      await this.clean(person);
    });
  }

  async fillOrder(person, learners) {
    const { Fields } = this.t;
    const main = person.page.locator("main");
    const line = main.locator("fieldset.line").first();
    await choose(person.field(Fields.provider), this.course.name);
    await choose(person.field(Fields.occupation, line), this.course.occupation);
    await line.locator("[name$='mode']").selectOption("continuing");
    await person.field(Fields.quantity, line).fill(String(learners));
    await choose(person.field(Fields.price_decision, line), this.course.occupation);
    await person.field(Fields.starts_on, line).fill("9/11/2026");
    await person.field(Fields.ends_on, line).fill("08/04/2027");
  }

  /** Above the amount that one approver may approve, the head of the body does so after the approver. */
  async approve(steps = ["approver"]) {
    for (const [i, login] of steps.entries()) {
      await this.as(login, async (person) => {
        await this.fromHome(person, "orders_to_approve");
        await this.press(person, this.t.Deeds.approve_order);
        const last = i === steps.length - 1;
        await this.told(person, last ? this.t.Deeds.done_approved : this.t.Life.done_order_step);
        await this.clean(person);
      });
    }
  }

  async accept() {
    await this.as(this.course.director, async (person, page) => {
      await this.fromHome(person, "orders_to_accept");
      await this.press(person, this.t.Deeds.accept_order);
      await this.told(person, this.t.Deeds.done_accepted);
      await this.clean(person);
      this.cohort = await page.locator("a[href^='/cohorts/']").first().getAttribute("href");
    });
  }

  /** What waits for somebody stands on the home page and leads to the order. */
  async fromHome(person, code) {
    const { waiting } = await this.portal.ask(person.login, "/home");
    assert.ok(waiting.some((item) => item.code === code), `${code} is not on the home page`);
    const words = waiting.find((item) => item.code === code).text[this.lang];
    await person.page.locator("ul.waiting").getByRole("link", { name: words }).click();
    await this.clean(person);
    const rows = person.page.locator(`main tbody a[href='${this.order}']`);
    if ((await rows.count()) > 0) await rows.first().click();
    else await person.page.goto(this.order);
  }

  async enrol(learners) {
    await this.as(this.course.registrar, async (person, page) => {
      await page.goto(this.order);
      await person.page.locator(`main a[href='${this.cohort}']`).first().click();
      await person.link(this.t.Cohort.enrol).click();
      await this.fillLearners(person, learners);
      await person.button(this.t.Cohort.enrol_send).click();
      await this.told(person, this.t.Deeds.done_enrolled);
      const names = await page.locator("main tbody th a").allInnerTexts();
      assert.deepEqual(names, sortedByGivenName(learners));
      assert.match(await page.locator("main tbody td.code").first().innerText(), /^\*{8}\d{4}$/);
      await this.clean(person);
    });
  }

  async fillLearners(person, learners) {
    const { Fields } = this.t;
    for (const [i, learner] of learners.entries()) {
      const row = person.page.locator("fieldset.enrol").nth(i);
      await person.field(Fields.full_name, row).fill(learner.name);
      await person.field(Fields.birth_date, row).fill("30/4/1990");
      await person.field(Fields.sex, row).selectOption(learner.sex);
      await person.field(Fields.personal_id, row).fill(learner.id);
      await person.field(Fields.kind, row).selectOption("worker");
      await person.field(Fields.employer, row).selectOption({ index: 1 });
      await person.field(Fields.enrolled_on, row).fill("09/11/2026");
    }
  }

  /** Looks at what the report changes in money, and then sends it. */
  async graduate(learners) {
    const { Cohort, Fields, Deeds } = this.t;
    await this.as(this.course.registrar, async (person, page) => {
      await page.goto(`${this.cohort}/graduation`);
      await person.field(Fields.decision).fill("31/QĐ-TN/2027");
      await person.field(Fields.decided_on).fill("31/05/2027");
      for (let i = 0; i < learners.length; i += 1) {
        const row = page.locator("fieldset.graduation").nth(i);
        await person.field(Fields.score, row).fill(this.lang === "vi" ? "8,2" : "8.2");
        await row.locator("select").selectOption("very_good");
        await person.field(Fields.serial, row).fill(`SC-${this.lang}-${this.number}-${i}`);
        await person.field(Fields.register_number, row).fill(`${this.number}-${i}/2027`);
      }
      await person.button(Cohort.graduation_preview).click();
      const effect = page.locator("#effect");
      await effect.waitFor();
      assert.match(await effect.innerText(), new RegExp(Cohort.effect_due));
      const due = (learners.length * this.course.priceDong * 7) / 10;
      assert.ok((await effect.innerText()).includes(this.amount(due)), await effect.innerText());
      await this.clean(person);
      // WCAG 3.3.7: what was typed before the preview is not asked for again.
      assert.equal(await person.field(Fields.decision).inputValue(), "31/QĐ-TN/2027");
      await this.press(person, Cohort.graduation_send);
      await this.told(person, Deeds.done_reported);
      await this.clean(person);
    });
  }

  /** Whoever teaches enters a month, `/cohorts/1/hours/2026-01`: told first of more hours than there are, and then taken. */
  async enterHours(login, month, hours) {
    const { Fields, WorkStudy, Deeds } = this.t;
    await this.as(login, async (person, page) => {
      await page.goto(`${month.split("/hours/")[0]}/work-study`);
      await page.locator(`main tbody a[href='${month}']`).first().click();
      assert.equal(new URL(page.url()).pathname, month);
      await this.clean(person);
      const rows = page.locator("fieldset.hours");
      const enter = async (said) => {
        for (const [i, words] of said.entries()) await person.field(Fields.hours, rows.nth(i)).fill(words);
      };
      await enter(["500", ...hours.slice(1)]);
      await person.button(WorkStudy.enter).click();
      const issues = page.locator(".issues");
      await issues.waitFor();
      // The focus stands on what is wrong, and one tap leads from there to the field.
      if (this.options.scripts !== false) assert.ok(await issues.evaluate((part) => part === document.activeElement));
      assert.match(await issues.locator("li").first().innerText(), /500/);
      assert.equal(await person.field(Fields.hours, rows.nth(1)).inputValue(), hours[1], "what was right is still there");
      await this.clean(person);
      await enter(hours);
      await person.button(WorkStudy.enter).click();
      await this.told(person, Deeds.done_hours_entered);
      await this.clean(person);
    });
  }

  /** Somebody else of the host makes a month's entered hours count. */
  async confirmHours(login, month) {
    const { WorkStudy, Deeds } = this.t;
    await this.as(login, async (person, page) => {
      await page.goto(month);
      await this.clean(person);
      await person.button(WorkStudy.confirm_entered).click();
      await this.told(person, Deeds.done_hours_confirmed);
      await this.clean(person);
    });
  }

  /** A paper of the order that has no number yet gets one. */
  async issue(kind, login = "planner") {
    const { Papers } = this.t;
    return this.as(login, async (person, page) => {
      await page.goto(this.order);
      await person.link(Papers.papers).click();
      await this.clean(person);
      const row = page.locator("main tbody tr", { has: page.locator(`[name=kind][value='${kind}']`) }).first();
      assert.match(await row.innerText(), new RegExp(Papers.not_issued, "i"));
      await this.press(person, row.getByRole("button", { name: Papers.issue }));
      await this.told(person, Papers.done_paper_issued);
      if (!page.url().includes("/papers/")) await row.locator("a[href^='/papers/']").first().click();
      const link = page.locator("main a[href^='/papers/check']");
      const paper = { path: new URL(page.url()).pathname, code: (await link.innerText()).trim() };
      paper.number = (await person.heading()).match(/\S*\/\S+/)[0];
      await this.clean(person);
      return paper;
    });
  }

  get number() {
    return this.order.split("/").at(-1);
  }

  async advance() {
    await this.as("accountant", async (person, page) => {
      await page.goto(this.order);
      await this.press(person, this.t.Deeds.advance);
      await this.told(person, this.t.Deeds.done_advance);
      await this.clean(person);
    });
  }

  async settle(period) {
    await this.as("accountant", async (person, page) => {
      await page.locator(".main-nav").getByRole("link", { name: this.t.Common.statements }).click();
      const panel = page.locator("form.panel");
      await panel.locator("[name=programme]").selectOption("qd1446");
      await panel.locator("[name=period]").selectOption(period);
      await this.press(person, this.t.Statement.settle);
      await page.locator("main .notice, main .issues").first().waitFor();
      assert.deepEqual(await page.locator("main .issues li").allInnerTexts(), [], "some orders were held up");
      await this.clean(person);
    });
  }

  /** The newest statement of the order, approved by somebody else than who prepared it. */
  async approveStatement(amount) {
    await this.as("chief-accountant", async (person, page) => {
      await page.goto(this.order);
      const links = page.locator("main a[href^='/statements/']");
      await links.first().waitFor();
      const ids = await links.evaluateAll((all) => all.map((link) => Number(link.pathname.split("/").at(-1))));
      this.statement = `/statements/${Math.max(...ids)}`;
      await page.locator(`main a[href='${this.statement}']`).first().click();
      await page.waitForURL((url) => url.pathname === this.statement);
      assert.ok((await page.locator("main").innerText()).includes(this.amount(amount)), `${this.amount(amount)} is not there`);
      await this.clean(person);
      await this.press(person, this.t.Deeds.approve_statement);
      await this.told(person, this.t.Deeds.done_statement_approved);
      await this.clean(person);
    });
  }

  async pay(day) {
    const { Statement, Fields, Deeds } = this.t;
    await this.as("accountant", async (person, page) => {
      await page.goto(this.statement);
      await person.field(Fields.document_number).fill(`UNC-${this.number}`);
      await person.field(Fields.document_date).fill(day);
      await this.press(person, Statement.pay);
      await this.told(person, Deeds.done_paid);
      await this.clean(person);
    });
  }

  /** A line of the newest statement says how it came about. */
  async why() {
    await this.as("auditor", async (person, page) => {
      await page.goto(this.statement);
      await person.link(this.t.Statement.why).click();
      assert.equal(await person.heading(), this.t.Why.heading);
      assert.ok((await page.locator("ol.steps > li").count()) >= 3);
      await this.clean(person);
    });
  }
}

/** Picks the option whose text holds these words. */
export async function choose(select, words) {
  const option = select.locator("option", { hasText: words }).first();
  await select.selectOption(await option.getAttribute("value"));
}

/** `1.234.567` */
export function dotted(amount) {
  return String(amount).replace(/\B(?=(\d{3})+$)/g, ".");
}

/** As a Vietnamese class list has them: by the last word, then by the rest. */
function sortedByGivenName(learners) {
  const key = ({ name }) => [name.split(" ").at(-1), name].join(" ");
  const compare = new Intl.Collator("vi").compare;
  return [...learners].sort((a, b) => compare(key(a), key(b))).map(({ name }) => name);
}

/** People born in 1990 in Hà Nội; the serial keeps them apart. */
export function workers(serial) {
  const of = (name, sex, i) => ({ name, sex, id: `001${sex === "male" ? 0 : 1}90${String(serial + i).padStart(6, "0")}` });
  return [of("Đặng Văn Hưởng", "male", 0), of("Trần Quốc Bửu", "male", 1), of("Nguyễn Thị Ngọc Ánh", "female", 2)];
}
