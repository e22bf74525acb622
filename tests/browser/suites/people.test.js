// People and their rooms: an invitation taken, a role handed on and given back, hours entered on a phone, contested and
// answered, and what a college waits for. In Vietnamese, as they are used.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { PHONE, Person, launch } from "../harness/chromium.js";
import { findings } from "../harness/findings.js";
import { Portal } from "../harness/portal.js";
import { texts } from "../harness/texts.js";
import { COLLEGE, HOST } from "../harness/year.js";

const t = texts("vi");
const SECRET = "ngỗng xám qua sông";

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

/** Somebody sits down, works, and leaves; the last page is looked at. */
async function as(login, work, options = {}) {
  const person = await Person.sitDown(browser, portal, { login, ...options });
  try {
    const done = await work(person, person.page);
    assert.deepEqual(await findings(person.page, "vi"), []);
    return done;
  } finally {
    await person.leave();
  }
}

async function told(person, words) {
  const notice = person.page.locator("main .notice");
  await notice.waitFor();
  assert.equal((await notice.innerText()).trim(), words);
}

describe("somebody new", () => {
  const login = "thanh.tra.moi";
  let link;

  test("the administrator invites an inspector and is shown the link once", async () => {
    await as("administrator", async (person, page) => {
      await page.locator(".main-nav").getByRole("link", { name: t.People.people }).click();
      const form = page.locator("main form[action='/people'][method=post]");
      await person.button(t.People.invite).click();
      await page.locator(".issues").waitFor();
      assert.deepEqual(await findings(page, "vi"), []);
      await person.field(t.Fields.full_name, form).fill("Vũ Thị Minh Tra");
      await person.field(t.Fields.login, form).fill(login);
      await form.locator("[name=role]").selectOption("inspector");
      await form.locator("[name=organisation]").selectOption({ label: "Bộ Giáo dục và Đào tạo" });
      await person.button(t.People.invite).click();
      assert.equal(await person.heading(), t.People.link_heading);
      const words = await page.locator("main").innerText();
      link = words.match(/\/invitations\/\S+/)[0];
    });
  });

  test("she takes it, sets a password and signs in", async () => {
    const person = await Person.sitDown(browser, portal);
    const { page } = person;
    await page.goto(link);
    assert.equal(await person.heading(), t.People.invitation);
    assert.deepEqual(await findings(page, "vi"), []);
    await page.locator("main [name=password]").fill("1234567890");
    await page.locator("main form button[type=submit]").click();
    await page.locator(".issues").waitFor();
    await page.locator("main [name=password]").fill(SECRET);
    await page.locator("main form button[type=submit]").click();
    await told(person, t.People.done_joined);
    await person.signIn(login, SECRET);
    assert.equal(await person.heading(), t.Home.heading);
    assert.equal((await page.goto(link)).status(), 404, "an invitation is taken once");
    await person.leave();
  });

  test("the administrator ends the account, and nobody signs in with it", async () => {
    await as("administrator", async (person, page) => {
      await page.goto("/people");
      await page.locator("[name=q]").fill(login);
      await person.button(t.Common.filter).click();
      assert.ok(!page.url().includes(login), "what is sought stands in no address");
      await person.link("Vũ Thị Minh Tra").click();
      await person.field(t.Fields.reason).fill("Chuyển công tác");
      page.once("dialog", (dialog) => dialog.accept());
      await person.button(t.People.deactivate).click();
      await told(person, t.People.done_deactivated);
    });
    const person = await Person.sitDown(browser, portal);
    await person.page.locator("[name=login]").fill(login);
    await person.page.locator("[name=password]").fill(SECRET);
    await person.page.locator("main form button[type=submit]").first().click();
    await person.page.locator("main [role=alert]").waitFor();
    await person.leave();
  });
});

describe("hours of a month", () => {
  /** A month of a cohort with a host's hours. */
  let place;
  const host = "host.dn-fpt-software";

  before(async () => {
    for (const order of (await portal.ask(host, "/orders")).rows) {
      for (const cohort of (await portal.ask(host, `/orders/${order.id}`)).cohorts) {
        const { learners } = await portal.ask(host, `/cohorts/${cohort.id}`);
        const taught = learners.rows.some((row) => row.standing.hours_enterprise > 500);
        if (taught) place ??= `/cohorts/${cohort.id}/hours/2025-10`;
      }
    }
  });

  test("the host changes them on a phone, after looking at what that does to money", async () => {
    assert.ok(place, "the year has hours of a host");
    await as(host, async (person, page) => {
      await page.goto(place);
      const row = page.locator("fieldset.hours").first();
      const field = person.field(t.Fields.hours, row);
      const before = Number(await field.inputValue());
      await field.fill(String(before - 8));
      await person.button(t.WorkStudy.preview).click();
      await page.locator(".issues, #effect").first().waitFor();
      await page.locator("main [name=reason]").fill("Nghỉ bù một ngày");
      await person.button(t.WorkStudy.preview).click();
      await page.locator("#effect").waitFor();
      assert.deepEqual(await findings(page, "vi"), []);
      await person.button(t.WorkStudy.enter).click();
      await page.locator("main .notice").waitFor();
      assert.equal(Number(await field.inputValue()), before - 8);
    }, { viewport: PHONE });
    await as(HOST.director, async (person, page) => {
      const waiting = page.locator("ul.waiting a", { hasText: "chờ xác nhận" });
      assert.ok(await waiting.count(), "it waits on the director's home page");
      await page.goto(place);
      assert.match(await page.locator("main").innerText(), /Nghỉ bù một ngày/);
      await person.button(t.WorkStudy.preview).click();
      await page.locator("#effect").waitFor();
      assert.deepEqual(await findings(page, "vi"), []);
      await person.button(t.WorkStudy.return_entered).click();
      await page.locator(".issues").waitFor();
      assert.deepEqual(await findings(page, "vi"), []);
      await person.button(t.WorkStudy.confirm_entered).click();
      const confirm = page.locator("[name=confirm]");
      await page.locator("main .notice, .issues").first().waitFor();
      if (await confirm.count()) {
        await confirm.check();
        await person.button(t.WorkStudy.confirm_entered).click();
      }
      await page.locator("main .notice").waitFor();
      assert.equal(await person.button(t.WorkStudy.confirm_entered).count(), 0, "nothing waits any more");
    });
  });
});

describe("what a college waits for", () => {
  test("the director is led from the navigation to what stands in the way", async () => {
    await as(COLLEGE.director, async (person, page) => {
      await page.locator(".main-nav").getByRole("link", { name: t.Incoming.nav }).click();
      assert.equal(await person.heading(), t.Incoming.heading);
      assert.deepEqual(await findings(page, "vi"), []);
      await page.locator("main tbody th a").first().click();
      assert.equal(await person.heading(), t.Incoming.heading);
      assert.ok((await page.locator("table.sums tbody tr").count()) >= 7);
    });
  });

  test("the office's people have no such room in their navigation", async () => {
    await as("accountant", async (_, page) => {
      assert.equal(await page.locator(".main-nav").getByRole("link", { name: t.Incoming.nav }).count(), 0);
    });
  });
});

test("a role is handed on and given back", async () => {
  const helper = await as("administrator", async (person, page) => {
    await page.goto("/people?role=approver");
    return page.locator("main tbody tr").count();
  });
  assert.ok(helper >= 1, "there is an approver");
  await as("approver", async (person, page) => {
    await page.locator(".who a").first().click();
    const form = page.locator("form[action='/account/delegations']");
    const holder = form.locator("[name=holder] option").nth(1);
    await form.locator("[name=holder]").selectOption(await holder.getAttribute("value"));
    await person.field(t.Fields.begins_on, form).fill("02/11/2026");
    await person.field(t.Fields.until_day, form).fill("06/11/2026");
    await person.field(t.Fields.reason, form).fill("Đi công tác");
    await form.locator("button[type=submit]").click();
    await told(person, t.People.done_delegated);
    await person.button(t.Account.withdraw).first().click();
    await told(person, t.People.done_withdrawn);
  });
});

