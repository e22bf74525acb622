// What people look after themselves: one-time codes, sessions, a role handed on and used, mails and the inbox; and the
// administrator's new organisation. In Vietnamese, as they are used.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { describe } from "node:test";

import { Person } from "../harness/chromium.js";
import { PASSWORD } from "../harness/portal.js";
import { inOrder, opened } from "../harness/steps.js";
import { texts } from "../harness/texts.js";

const t = texts("vi");
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

let portal;
let browser;
let office;
opened((house) => {
  ({ portal, browser, office } = house);
});

const words = (page) => page.locator("main").innerText();
const form = (page, where) => page.locator(`main form[action='${where}']`);

/** What the phone shows for a key (RFC 6238), some steps of thirty seconds from now, by the portal's own clock. */
async function shown(key, steps = 0) {
  const bits = [...key].map((letter) => LETTERS.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const secret = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const now = Date.parse((await fetch(portal.url("/sign-in"))).headers.get("date"));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(now / 30_000) + steps));
  const hash = createHmac("sha1", secret).update(counter).digest();
  const number = hash.readUInt32BE(hash[19] & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}

/** The password, and the page that asks for a code. */
async function knock() {
  const person = await Person.sitDown(browser, portal);
  await person.page.locator("[name=login]").fill("accountant");
  await person.page.locator("[name=password]").fill(PASSWORD);
  await person.page.locator("main form button[type=submit]").click();
  await person.page.waitForURL("**/sign-in/code**");
  return person;
}

async function answer(person, code) {
  await person.field(t.Fields.code).fill(code);
  await person.button(t.Account.code_send).click();
}

describe("one-time codes", () => {
  const step = inOrder();
  let key;
  let recovery;

  step("the accountant scans a picture, types what the phone shows, and is given recovery codes once", () =>
    office.as("accountant", async (person, page) => {
      await page.locator(".who a").first().click();
      assert.ok((await words(page)).includes(t.Account.codes_off));
      await person.button(t.Account.codes_begin).click();
      await page.getByRole("img", { name: t.Account.codes_picture }).waitFor();
      key = (await page.locator("p", { hasText: `${t.Account.codes_key}:` }).locator("code").innerText()).replaceAll(" ", "");
      await office.clean(person);
      await person.field(t.Fields.code).fill("000000");
      await person.button(t.Account.codes_confirm).click();
      await page.locator(".issues").waitFor();
      await office.clean(person);
      // The phone is half a minute behind.
      await person.field(t.Fields.code).fill(await shown(key, -1));
      await person.button(t.Account.codes_confirm).click();
      await page.getByRole("heading", { name: t.People.codes_heading }).waitFor();
      recovery = await page.locator("main code").allInnerTexts();
      assert.ok(recovery.length >= 5, recovery.join());
      await office.clean(person);
      await person.link(t.People.go_on).click();
      assert.ok((await words(page)).includes(`${t.Account.codes_on} ${recovery.length}`));
      assert.ok(!(await page.content()).includes(key), "the key is shown no more");
    }));

  step("a password alone opens nothing; a wrong code is refused, the right one lets in", async () => {
    const person = await knock();
    const { page } = person;
    assert.equal(await person.heading(), t.Account.code_heading);
    await office.clean(person);
    await page.goto("/orders");
    assert.equal(new URL(page.url()).pathname, "/sign-in", "not in yet");
    await person.leave();
    const again = await knock();
    await answer(again, "123456");
    await again.page.locator("main [role=alert]").waitFor();
    await office.clean(again);
    await answer(again, await shown(key));
    await again.page.locator(".who form").waitFor();
    assert.equal(await again.heading(), t.Home.heading);
    await again.leave();
  });

  step("a recovery code stands in once, and from there another session is ended", async () => {
    const there = await knock();
    await answer(there, recovery[0]);
    await there.page.locator(".who form").waitFor();
    const twice = await knock();
    await answer(twice, recovery[0]);
    await twice.page.locator("main [role=alert]").waitFor();
    await answer(twice, recovery[1]);
    await twice.page.locator(".who form").waitFor();
    const { page } = twice;
    await page.goto("/account");
    assert.ok((await words(page)).includes(`${t.Account.codes_on} ${recovery.length - 2}`));
    const others = form(page, "/account/sessions/end");
    const count = await others.count();
    assert.ok(count >= 1 && (await words(page)).includes(t.Account.this_session));
    for (let left = count; left > 0; left -= 1) {
      await others.first().getByRole("button").click();
      await office.told(twice, t.People.done_session_ended);
      assert.equal(await others.count(), left - 1);
    }
    await office.clean(twice);
    await there.page.goto("/orders");
    assert.equal(new URL(there.page.url()).pathname, "/sign-in", "the other one is out");
    await there.leave();

    const off = form(page, "/account/codes/end");
    await off.locator("[name=current_password]").fill(PASSWORD);
    await off.getByRole("button").click();
    await office.told(twice, t.People.done_codes_off);
    await twice.leave();
    await office.as("accountant", async (person) => assert.equal(await person.heading(), t.Home.heading));
  });
});

describe("a role is handed on", () => {
  const step = inOrder();
  const trace = "Thanh tra viên (thay Người duyệt)";

  step("the approver hands it to the inspector, who acts and is seen to act for another", async () => {
    await office.place(2);
    await office.as("approver", async (person, page) => {
      await page.goto("/account");
      const give = form(page, "/account/delegations");
      await give.getByRole("button").click();
      await page.locator(".issues").waitFor();
      await office.clean(person);
      await give.locator("[name=holder]").selectOption({ label: "Thanh tra viên" });
      await person.field(t.Fields.begins_on, give).fill("02/11/2026");
      await person.field(t.Fields.until_day, give).fill("06/11/2026");
      await person.field(t.Fields.reason, give).fill("Đi công tác");
      await give.getByRole("button").click();
      await office.told(person, t.People.done_delegated);
    });
    await office.as("inspector", async (person, page) => {
      await page.goto(office.order);
      assert.equal(await person.button(t.Deeds.approve_order).count(), 0, "not in the own role");
      await page.goto("/account");
      await person.button(t.Account.act).click();
      await office.told(person, t.People.done_acting);
      assert.ok((await page.locator(".who").innerText()).includes(trace), await page.locator(".who").innerText());
      await page.goto(office.order);
      await office.press(person, t.Deeds.approve_order);
      await office.told(person, t.Deeds.done_approved);
      const approval = page.getByRole("region", { name: t.Life.approval });
      assert.match(await approval.innerText(), /Người duyệt\s+Đã duyệt\s+Thanh tra viên/i);
      await office.clean(person);
      await page.goto("/account");
      await person.button(t.Account.own_role).click();
      await office.told(person, t.People.done_own_role);
      assert.ok(!(await page.locator(".who").innerText()).includes("(thay"));
    });
  });

  step("the auditor reads for whom it was done, and the approver takes the role back", async () => {
    await office.as("auditor", async (person, page) => {
      await page.goto("/audit?action=order.approve&from=02/11/2026");
      const entry = page.locator("main tbody tr").first();
      assert.ok((await entry.innerText()).includes(trace), await entry.innerText());
      await entry.locator("a").first().click();
      assert.ok((await words(page)).includes(trace));
      await office.clean(person);
    });
    await office.as("approver", async (person, page) => {
      await page.goto("/account");
      await person.button(t.Account.withdraw).first().click();
      await office.told(person, t.People.done_withdrawn);
    });
    await office.as("inspector", async (person, page) => {
      await page.goto("/account");
      assert.equal(await person.button(t.Account.act).count(), 0);
    });
  });

  step("the planner finds in the inbox that the order was taken, and reads it", async () => {
    await office.accept();
    await office.as("planner", async (person, page) => {
      const bell = page.locator(".who a.bell");
      await bell.click();
      const unread = page.locator("ul.notices li.unread");
      const count = await unread.count();
      assert.match(await bell.innerText(), new RegExp(`${count}\\s+${t.Notices.unread}`));
      const notice = unread.filter({ hasText: "đã được nhận" });
      assert.equal(await notice.count(), 1);
      await office.clean(person);
      await notice.getByRole("button").click();
      await notice.waitFor({ state: "detached" });
      assert.equal(await unread.count(), count - 1);
      await person.button(t.Notices.mark_all).click();
      await office.told(person, t.Notices.done_notices_read);
      assert.equal(await unread.count(), 0);
      assert.equal((await bell.innerText()).trim(), t.Notices.inbox);
      await office.clean(person);
      await page.locator("ul.notices li", { hasText: "đã được nhận" }).locator("a").first().click();
      assert.equal(new URL(page.url()).pathname, office.order, "it leads to what happened");
    });
  });

  step("the planner takes one mail a day instead of each", () =>
    office.as("planner", async (person, page) => {
      await page.goto("/account");
      const ways = form(page, "/account/notices");
      await ways.locator("[name=order_accepted]").selectOption({ label: "Gộp mỗi ngày một thư" });
      await ways.getByRole("button", { name: t.Notices.ways_save }).click();
      await office.told(person, t.Notices.done_ways);
      await page.goto("/account");
      assert.equal(await ways.locator("[name=order_accepted] option:checked").innerText(), "Gộp mỗi ngày một thư");
      assert.equal(await ways.locator("[name=order_amended] option:checked").innerText(), "Ngay", "the others stay");
      await office.clean(person);
    }));
});

describe("an organisation", () => {
  const step = inOrder();
  const name = "Trường Cao đẳng Thử Nghiệm";

  step("is added by the administrator, who may invite its people at once", () =>
    office.as("administrator", async (person, page) => {
      await page.goto("/people");
      const add = form(page, "/people/organisations");
      await person.field(t.Fields.organisation_name, add).fill(name);
      await person.field(t.Fields.organisation_code, add).fill("ordering-body");
      await add.locator("[name=organisation_kind]").selectOption({ label: "Cơ sở giáo dục nghề nghiệp" });
      await person.field(t.Fields.tax_code, add).fill("123");
      await add.getByRole("button").click();
      await page.locator(".issues").waitFor();
      assert.ok((await page.locator(".issues li").count()) >= 2, "the code is another's, the tax code is none");
      assert.equal(await person.field(t.Fields.organisation_name, add).inputValue(), name);
      await office.clean(person);
      await person.field(t.Fields.organisation_code, add).fill("cd-thu-nghiem");
      await person.field(t.Fields.tax_code, add).fill("");
      await add.getByRole("button").click();
      await office.told(person, t.People.done_organisation);
      const invite = form(page, "/people");
      assert.equal(await invite.locator("[name=organisation] option", { hasText: name }).count(), 1);
    }));

  step("stands in the register, where everybody of the office finds it", () =>
    office.as("accountant", async (person, page) => {
      await page.goto("/registry/organisations");
      await page.locator("main [name=q]").fill("thu nghiem");
      await person.button(t.Common.filter).click();
      await person.link(name).click();
      assert.ok((await words(page)).includes(name));
      await office.clean(person);
    }));
});
