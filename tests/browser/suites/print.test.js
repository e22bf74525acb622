// On paper: no navigation, no buttons, no forms; a long table has its heading on every sheet; nothing is cut off.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";

import { Person, launch } from "../harness/chromium.js";
import { Portal } from "../harness/portal.js";
import { texts } from "../harness/texts.js";
import { COLLEGE, lookUp } from "../harness/year.js";

const t = texts("vi");
const folder = mkdtempSync(path.join(tmpdir(), "dathang-print."));
let portal;
let browser;
let year;
const people = new Map();
before(async () => {
  portal = await Portal.open();
  browser = await launch();
  year = await lookUp(portal);
});
after(async () => {
  for (const person of people.values()) await person.leave();
  await browser.close();
  await portal.close();
  rmSync(folder, { recursive: true, force: true });
});

/** One sign-in each for the whole suite. */
async function seat(login) {
  if (!people.has(login)) people.set(login, await Person.sitDown(browser, portal, { login }));
  return people.get(login).page;
}

const PLACES = [
  ["home", "accountant", () => "/"],
  ["programme", "auditor", () => "/programmes/qd1446"],
  ["orders", "planner", () => "/orders"],
  ["order", "accountant", () => `/orders/${year.order}`],
  ["cohort", COLLEGE.registrar, () => `/cohorts/${year.cohort}`],
  ["learner", "auditor", () => `/learners/${year.learner}`],
  ["statement", "chief-accountant", () => `/statements/${year.statement}`],
  ["why", "auditor", () => `/lines/${year.line}`],
  ["money of an order", COLLEGE.director, () => `/orders/${year.order}/money`],
  ["money that comes", COLLEGE.director, () => "/money"],
  ["workbook", COLLEGE.registrar, () => year.workbook],
  ["work-study", COLLEGE.registrar, () => `/cohorts/${year.cohort}/work-study`],
  ["hours", "planner", () => `/cohorts/${year.cohort}/hours/2025-10`],
  ["hours as the host enters them", "host.dn-fpt-software", () => `/cohorts/${year.cohort}/hours/2025-10`],
  ["statements", "accountant", () => "/statements"],
  ["payments", "accountant", () => "/payments"],
  ["payments of a college", COLLEGE.director, () => "/payments"],
  ["payment batch", "accountant", () => "/payments/batches/1"],
  ["confirmation", "auditor", () => "/payments/confirmations/1"],
  ["papers", "planner", () => `/orders/${year.order}/papers`],
  ["paper", "planner", () => `/papers/${year.paper}`],
  ["paper checked", undefined, () => `/papers/check/${year.code}`],
  ["price list", "auditor", () => "/registry/prices/1"],
  ["licences", "planner", () => "/registry/licences"],
  ["budget lines", "accountant", () => "/registry/budget"],
  ["calendar", "planner", () => "/registry/calendar?year=2026"],
  ["settings", "administrator", () => "/registry/settings"],
  ["scheme in plain words", "auditor", () => "/registry/schemes/1"],
  ["proposal", "approver", () => "/registry/changes/18"],
  ["training year", COLLEGE.registrar, () => "/reports/training-year?year=2025"],
  ["summary by province", "auditor", () => "/reports/province?year=2025"],
  ["programme report", "auditor", () => "/reports/programme?programme=qd1446&by=level"],
  ["audit trail", "auditor", () => "/audit"],
  ["entry of the trail", "auditor", () => "/audit/9"],
  ["who looked", "nguoi-hoc", () => "/access"],
];

for (const [name, login, where] of PLACES) {
  test(`${name} on paper`, async () => {
    const page = await seat(login);
    await page.emulateMedia({ media: "screen" });
    await page.goto(where());
    // A4 less its margins, in CSS pixels.
    await page.setViewportSize({ width: 688, height: 960 });
    await page.emulateMedia({ media: "print" });
    const shown = await page.evaluate(() => {
      const not = ".main-nav, .who, .crumbs, .skip, .filter, button, .button, form.panel, .help, .paging a, [data-add-row]";
      const visible = Array.from(document.querySelectorAll(not)).filter((part) => part.getClientRects().length > 0);
      return visible.map((part) => part.outerHTML.slice(0, 80));
    });
    assert.deepEqual(shown, [], "not for paper");
    assert.ok(await page.locator("h1").isVisible());
    const cut = await page.evaluate(() => {
      const boxes = Array.from(document.querySelectorAll("table")).filter((table) => table.getClientRects().length > 0);
      const beyond = boxes.filter((table) => table.getBoundingClientRect().right > document.documentElement.clientWidth + 1);
      return beyond.map((table) => `${table.closest("section")?.querySelector("h2")?.innerText}: ${Math.round(table.getBoundingClientRect().right)} px`);
    });
    assert.deepEqual(cut, [], "wider than the sheet");
    const broken = await page.evaluate(() => {
      const found = [];
      const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        for (const { 0: day, index } of node.data.matchAll(/\d\d\/\d\d\/\d{4}/g)) {
          const range = document.createRange();
          range.setStart(node, index);
          range.setEnd(node, index + day.length);
          if (new Set(Array.from(range.getClientRects(), (box) => Math.round(box.top))).size > 1) found.push(day);
        }
      }
      return found;
    });
    assert.deepEqual(broken, [], "days that run over two lines");
    const heads = await page.evaluate(() =>
      Array.from(document.querySelectorAll("thead"), (head) => getComputedStyle(head).display));
    assert.ok(heads.every((display) => display === "table-header-group"), heads.join());
  });
}

test("a long table has its heading on every sheet", async () => {
  const person = await Person.sitDown(browser, portal, { login: "auditor" });
  await person.page.goto(`/learners/${year.learner}`);
  const file = path.join(folder, "learner.pdf");
  await person.page.pdf({ path: file, format: "A5" });
  const sheets = execFileSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8" }).split("\f").slice(0, -1);
  assert.ok(sheets.length >= 3, `${sheets.length} sheets`);
  // The facts of a learner run over several sheets; each of these begins with the columns.
  const facts = sheets.filter((sheet) => sheet.includes(t.Learner.recorded_at));
  assert.ok(facts.length >= 2, `the heading stands on ${facts.length} of ${sheets.length} sheets`);
  await person.leave();
});
