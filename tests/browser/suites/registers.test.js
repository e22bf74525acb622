// What the office maintains, decided by two people each: payment terms with what they would have paid and where they have
// cliffs, a day off that moves a deadline, a setting that is refused, confirmed and obeyed. In Vietnamese.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe } from "node:test";

import { ROOT } from "../harness/portal.js";
import { inOrder, opened } from "../harness/steps.js";
import { texts } from "../harness/texts.js";

const t = texts("vi");

let portal;
let office;
opened((house) => {
  ({ portal, office } = house);
});

const words = (page) => page.locator("main").innerText();

/** The register that is called so, from the navigation, with its form opened. */
async function register(person, name) {
  const { page } = person;
  await page.locator(".main-nav").getByRole("link", { name: t.Registry.nav }).click();
  await page.locator("ul.registers").getByRole("link", { name, exact: true }).click();
  const form = page.locator("details.proposal");
  await form.locator("summary").click();
  return form;
}

/** What the change rests on. */
async function rests(person, form, from, reason) {
  await person.field(t.Fields.valid_from, form).fill(from);
  await form.locator("[name=certainty]").selectOption("verified");
  await person.field(t.Fields.authority, form).fill("Bộ Giáo dục và Đào tạo");
  await person.field(t.Fields.decision_number, form).fill("912/QĐ-BGDĐT");
  await person.field(t.Fields.decided_on, form).fill("30/10/2026");
  await person.field(t.Fields.source_link, form).fill("Công báo");
  await person.field(t.Fields.reason, form).fill(reason);
}

const propose = (form) => form.getByRole("button", { name: t.Registry.propose }).click();

/** The address of what was proposed; its proposer is not the one to confirm it. */
async function proposed(person) {
  await office.told(person, t.Registry.done_proposed);
  for (const name of [t.Registry.approve, t.Registry.publish]) assert.equal(await person.button(name).count(), 0, name);
  assert.equal(await person.button(t.Registry.withdraw).count(), 1);
  return new URL(person.page.url()).pathname;
}

describe("payment terms", () => {
  const step = inOrder();
  const old = readFileSync(path.join(ROOT, "fixtures/schemes/qd1446-training.toml"), "utf8");
  /** A factor that leaps when seven in ten of a class graduate: the seventh is worth several others. */
  const leap = `[replaces]
version = 1
changes = { vi = "Lớp tốt nghiệp dưới 70 % được một nửa", en = "Half below 70 % of graduates" }

[values]
is_enrolled = "has(enrolled)"
is_graduated = "has(graduated)"

[[scales]]
code = "reached"
kind = "steps"
bound = "at_least"
points = [{ at = "0", value = "0.5" }, { at = "0.7", value = "1" }]
law = "giả định / assumption"

[[factors]]
code = "class"
title = { vi = "Tỉ lệ tốt nghiệp của lớp", en = "Share of the class that graduated" }
value = "scale(reached, if(cohort(is_enrolled) = 0, 0, cohort(is_graduated) / cohort(is_enrolled)))"
law = "giả định / assumption"

[[amounts]]`;
  const changed = (from, to, text) => {
    assert.ok(text.includes(from), from);
    return text.replace(from, to);
  };
  const next = [["version = 1", "version = 2"], ['"2025-01-01"', '"2026-11-03"'], ["[[amounts]]", leap], ["by_quality = true", 'by_quality = true\nfactors = ["class"]']];
  const right = next.reduce((text, [from, to]) => changed(from, to, text), old);
  const wrong = changed('share = "0.30"', 'share = "0.31"', changed('excellent = "1"', 'excelent = "1"', right));
  let change;

  step("the planner sends a file with faults, and is told each with its line", () =>
    office.as("planner", async (person, page) => {
      const form = await register(person, t.Registry.schemes);
      await rests(person, form, "03/11/2026", "Trả theo tỉ lệ tốt nghiệp của lớp");
      await form.locator("[name=file]").setInputFiles({ name: "quy-che.toml", mimeType: "text/plain", buffer: Buffer.from(wrong) });
      await propose(form);
      await page.locator(".issues").waitFor();
      const issues = await page.locator(".issues").innerText();
      assert.match(issues, /excelent/);
      assert.match(issues, /1\.01/);
      const line = wrong.split("\n").findIndex((text) => text.includes("excelent")) + 1;
      assert.match(issues, new RegExp(`dòng ${line}\\b`, "i"), "as an editor counts them");
      await office.clean(person);
      assert.equal(await person.field(t.Fields.decision_number, form).inputValue(), "912/QĐ-BGDĐT", "nothing is typed twice");
      assert.equal(await form.locator("[name=content]").inputValue(), wrong.replaceAll("\r", ""), "the file is there to be mended");
      await form.locator("[name=content]").fill(right);
      await propose(form);
      change = await proposed(person);
      // The page comes anew when last year is reckoned; what was just done is still said.
      await page.locator("[data-progress]").waitFor({ state: "detached" });
      await page.getByRole("region", { name: t.Registry.cliffs, exact: true }).waitFor();
      await office.told(person, t.Registry.done_proposed);
    }));

  step("the approver reads what last year would have been, and the cliff, and publishes", () =>
    office.as("approver", async (person, page) => {
      await page.goto("/registry");
      await page.locator(`main a[href='${change}']`).first().click();
      // The page brings itself up to date while the statements are reckoned again.
      await page.getByRole("heading", { name: new RegExp(`^${t.Registry.compared}`) }).waitFor({ timeout: 60_000 });
      await page.locator("[data-progress]").waitFor({ state: "detached" });
      assert.match(await page.getByRole("region", { name: t.Registry.changes_heading, exact: true }).innerText(), /Tỉ lệ tốt nghiệp của lớp/);
      const paid = page.getByRole("region", { name: t.Registry.each_statement, exact: true });
      assert.ok((await paid.locator("tbody tr").count()) >= 1, "some classes stayed below 70 %");
      assert.match(await paid.locator("tbody").innerText(), /-\d/);
      const cliffs = await page.getByRole("region", { name: t.Registry.cliffs, exact: true }).locator("tbody tr").allInnerTexts();
      assert.ok(cliffs.length >= 1 && cliffs.every((row) => /\d+ \/ \d+/.test(row)), cliffs.join("\n"));
      await office.clean(person);
      await office.press(person, t.Registry.publish);
      await office.told(person, t.Registry.done_change_approved);
      await office.clean(person);
    }));

  step("everybody of the office reads the new terms in plain words, and orders keep theirs", () =>
    office.as("accountant", async (person, page) => {
      await page.goto("/registry/schemes");
      const rows = page.locator("main tbody tr", { hasText: "qd1446-training" });
      assert.equal(await rows.count(), 2);
      assert.match(await rows.filter({ hasText: "03/11/2026" }).innerText(), /\s2\s/);
      const ruling = rows.filter({ hasText: t.Registry.governs });
      assert.equal(await ruling.count(), 1, "the new one begins tomorrow");
      assert.ok((await ruling.innerText()).includes("01/01/2025"));
      await rows.filter({ hasText: "03/11/2026" }).locator("a").first().click();
      assert.match(await page.locator("section.terms").allInnerTexts().then((all) => all.join("\n")), /Tỉ lệ tốt nghiệp của lớp/);
      await office.clean(person);
    }));
});

describe("a day off", () => {
  const step = inOrder();
  let change;

  step("is proposed by the accountant with the days of the year before them", () =>
    office.as("accountant", async (person, page) => {
      const form = await register(person, t.Registry.calendar);
      await propose(form);
      await page.locator(".issues").waitFor();
      await office.clean(person);
      await person.field(t.Fields.from_day, form).fill("04/11/2026");
      await person.field(t.Fields.until_day, form).fill("04/11/2026");
      await form.locator("[name=day_kind]").selectOption({ label: "Ngày nghỉ" });
      await person.field(t.Fields.day_name, form).fill("Nghỉ tránh bão");
      await rests(person, form, "03/11/2026", "Công điện của Thủ tướng");
      await propose(form);
      change = await proposed(person);
      await office.clean(person);
    }));

  step("is confirmed by the head and stands in the calendar", async () => {
    await office.as("head", async (person, page) => {
      await page.locator("ul.waiting a", { hasText: "danh mục" }).click();
      await page.goto(change);
      assert.match(await words(page), /04\/11\/2026.*Nghỉ tránh bão/s);
      await office.press(person, t.Registry.approve);
      await office.told(person, t.Registry.done_change_approved);
    });
    await office.as("accountant", async (person, page) => {
      await page.goto("/registry/calendar?year=2026");
      const day = page.locator("table.month td.holiday", { hasText: "Nghỉ tránh bão" });
      assert.equal(await day.getAttribute("title"), "Nghỉ tránh bão");
      assert.match(await day.innerText(), /^4\b/);
      await office.clean(person);
    });
  });
});

describe("a setting", () => {
  const step = inOrder();
  let change;
  const longest = "Thời hạn ủy quyền dài nhất";

  const asked = async (person, value, reason) => {
    const form = await register(person, t.Registry.settings);
    await form.locator("[name=setting]").selectOption({ label: longest });
    await person.field(t.Fields.value, form).fill(value);
    await rests(person, form, "03/11/2026", reason);
    await propose(form);
    return form;
  };

  step("outside its limits is refused; one that the approver rejects changes nothing and says why", async () => {
    await office.as("administrator", async (person, page) => {
      const form = await asked(person, "0", "Thử");
      await page.locator(".issues").waitFor();
      assert.match(await page.locator(".issues").innerText(), /1–366/);
      await office.clean(person);
      await person.field(t.Fields.value, form).fill("5");
      await propose(form);
      change = await proposed(person);
    });
    await office.as("approver", async (person, page) => {
      await page.goto(change);
      await person.button(t.Registry.reject).click();
      await page.locator(".issues").waitFor();
      await page.locator("main [name=reason]").fill("Năm ngày là quá ngắn");
      await person.button(t.Registry.reject).click();
      await office.told(person, t.Registry.done_change_rejected);
    });
    await office.as("administrator", async (person, page) => {
      await page.goto(change);
      assert.ok((await words(page)).includes("Năm ngày là quá ngắn"), "the proposer reads why");
      await office.clean(person);
      await asked(person, "10", "Vắng lâu hơn thì bổ nhiệm người khác");
      change = await proposed(person);
    });
  });

  step("is confirmed by the chief accountant, and is obeyed from its day on", async () => {
    await office.as("chief-accountant", async (person, page) => {
      await page.goto(change);
      assert.match(await words(page), /92 ngày.*10 ngày/s);
      await office.press(person, t.Registry.approve);
      await office.told(person, t.Registry.done_change_approved);
      await page.goto("/registry/settings");
      const row = await page.locator("main tbody tr", { hasText: longest }).innerText();
      assert.match(row, /92 ngày.*03\/11\/2026 sẽ là 10 ngày/is);
      await office.clean(person);
    });
    portal.turnTo("2026-11-03");
    await office.as("planner", async (person, page) => {
      await page.goto("/account");
      const give = page.locator("form[action='/account/delegations']");
      await give.locator("[name=holder]").selectOption({ label: "Thanh tra viên" });
      await person.field(t.Fields.begins_on, give).fill("04/11/2026");
      await person.field(t.Fields.until_day, give).fill("20/11/2026");
      await person.field(t.Fields.reason, give).fill("Nghỉ phép");
      await give.getByRole("button").click();
      await page.locator(".issues").waitFor();
      assert.match(await page.locator(".issues").innerText(), /không quá 10 ngày/);
    });
    await office.as("auditor", async (_, page) => {
      await page.goto("/audit?action=registry.approve&from=02/11/2026");
      assert.match(await page.locator("main tbody").innerText(), /Kế toán trưởng\s+Duyệt thay đổi danh mục/);
    });
  });
});
