// What a page shows is taken away as a workbook: the link on the page brings a file that is called after it and is one.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";

import { launch } from "../harness/chromium.js";
import { Trip } from "../harness/office.js";
import { Portal } from "../harness/portal.js";
import { texts } from "../harness/texts.js";
import { Workbook } from "../harness/workbook.js";
import { lookUp } from "../harness/year.js";

let portal;
let browser;
let year;
before(async () => {
  portal = await Portal.open();
  browser = await launch();
  year = await lookUp(portal);
  year.statementNumber = (await portal.ask("auditor", `/statements/${year.statement}`)).number;
});
after(async () => {
  await browser.close();
  await portal.close();
});

/** Where one stands, who one is, and what the file is a file of. */
const PLACES = [
  ["why a line is paid", "auditor", () => `/lines/${year.line}`, (t) => `${t.Why.heading} ${year.statementNumber} ${year.line}`],
  ["an order", "planner", () => `/orders/${year.order}`, (t) => `${t.Fields.order} ${year.orderNumber}`],
  ["the money of an order", "planner", () => `/orders/${year.order}/money`, (t) => `${t.Incoming.heading} ${year.orderNumber}`],
  ["the licences", "accountant", () => "/registry/licences", (t) => t.Registry.licences],
  ["the people", "administrator", () => "/people", (t) => t.People.people],
  ["who looked", "auditor", () => "/access", (t) => t.People.access_heading],
];

for (const lang of ["vi", "en"]) {
  describe(`a workbook is taken away, ${lang}`, () => {
    const t = texts(lang);
    for (const [name, login, where, called] of PLACES) {
      test(name, async () => {
        await new Trip(portal, browser, lang).as(login, async (_, page) => {
          await page.goto(where());
          const link = page.locator("main").getByRole("link", { name: t.Common.export, exact: true });
          const [file] = await Promise.all([page.waitForEvent("download"), link.click()]);
          assert.equal(file.suggestedFilename(), `${plain(called(t))}.xlsx`);
          const bytes = readFileSync(await file.path());
          assert.equal(bytes.subarray(0, 2).toString(), "PK");
          assert.ok(bytes.length > 1024, `${bytes.length} bytes`);
          assert.ok(new Workbook(bytes).get("A1").startsWith(called(t).split(" ")[0]), "the first sheet says what it is");
        });
      });
    }
  });
}

/** A name as files have it: small letters without accents, and a dash for all else. */
function plain(name) {
  const letters = name.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("đ", "d");
  return letters.replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
}
