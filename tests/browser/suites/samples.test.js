// Every page in every state it has (empty, refused, previewed, faulty), in both languages: nothing for axe to say,
// nothing wider than the window, no English on a Vietnamese page. A new page is here as soon as it has a sample.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { NARROW, OFFICE, launch } from "../harness/chromium.js";
import { findings, overflow } from "../harness/findings.js";
import { writeSamples } from "../harness/samples.js";

/** Where one of a thing is said as if it were many; and where it is said rightly. */
const THINGS = ["learner", "row", "order", "statement", "place", "payment", "hour", "day", "month", "cohort", "line", "file", "notice"];
const MANY = new RegExp(`(?<![.,])\\b1 (people|${THINGS.map((thing) => `${thing}s`).join("|")})\\b`, "g");
const ONE = new RegExp(`(?<![.,])\\b1 (person|${THINGS.join("|")})\\b`, "g");

const { samples, remove } = writeSamples();
let browser;
let page;
before(async () => {
  browser = await launch();
  page = await browser.newPage({ viewport: OFFICE });
});
after(async () => {
  await browser.close();
  remove();
});

test("there are samples in both languages", () => {
  const of = (lang) => samples.filter((sample) => sample.lang === lang).map(({ name }) => name);
  assert.ok(of("vi").length >= 30);
  assert.deepEqual(of("vi"), of("en"));
});

for (const { name, lang, url } of samples) {
  test(`sample ${name}, ${lang}`, async () => {
    // One language is looked at on the wide window, the other on the narrow one; both must fit into both.
    const [first, then] = lang === "vi" ? [OFFICE, NARROW] : [NARROW, OFFICE];
    await page.setViewportSize(first);
    await page.goto(url);
    const found = await findings(page, lang);
    await page.setViewportSize(then);
    assert.deepEqual([...found, ...(await overflow(page))], []);
  });
}

test("one of a thing is said in the singular on English pages", async () => {
  await page.setViewportSize(OFFICE);
  const found = [];
  let singular = 0;
  for (const { name, url } of samples.filter((sample) => sample.lang === "en")) {
    await page.goto(url);
    const said = await page.locator("body").innerText();
    found.push(...(said.match(MANY) ?? []).map((words) => `${name}: ${words}`));
    singular += (said.match(ONE) ?? []).length;
  }
  assert.deepEqual(found, []);
  assert.ok(singular > 0, "no sample has one of a thing");
});
