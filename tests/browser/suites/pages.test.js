// Every page of the year that was played, in both languages and at every size: nothing for axe to say, nothing wider
// than the window, targets large enough, no English on a Vietnamese page, focus always in sight.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { after, before, test } from "node:test";

import { NARROW, OFFICE, PHONE, Person, ZOOMED, launch } from "../harness/chromium.js";
import { findings, overflow, targets } from "../harness/findings.js";
import { obscured } from "../harness/focus.js";
import { Trip } from "../harness/office.js";
import { Portal, ROOT } from "../harness/portal.js";
import { lookUp } from "../harness/year.js";
import { NO_PAGES, PAGES } from "../pages.js";

/** A picture has to load on a slow line. */
const LARGEST_BYTES = 150_000;
const PICTURE = { width: 1120, height: 700 };

let portal;
let browser;
let year;
const people = new Map();

before(async () => {
  portal = await Portal.open();
  browser = await launch();
  year = await lookUp(portal);
  const trip = new Trip(portal, browser, "vi");
  await trip.place(2);
  await trip.approve();
  year.approved = trip.number;
});
after(async () => {
  for (const person of people.values()) await person.leave();
  await browser.close();
  await portal.close();
});

/** One sign-in each for the whole suite. */
async function seat(login, lang) {
  const key = `${login} ${lang}`;
  if (!people.has(key)) people.set(key, await Person.sitDown(browser, portal, { login, lang }));
  return people.get(key).page;
}

async function open(of, lang, viewport) {
  const page = await seat(of.login, lang);
  await page.setViewportSize(viewport);
  const where = typeof of.path === "function" ? of.path(year) : of.path;
  const answer = await page.goto(where);
  assert.equal(answer.status(), of.status ?? 200, where);
  return page;
}

for (const of of PAGES) {
  test(`${of.name}, in Vietnamese`, async () => {
    const page = await open(of, "vi", OFFICE);
    const found = await findings(page, "vi");
    for (const [name, viewport] of Object.entries({ NARROW, ZOOMED })) {
      await page.setViewportSize(viewport);
      const narrow = [...(await overflow(page)), ...(await targets(page))];
      found.push(...narrow.map((words) => `${name}: ${words}`));
    }
    found.push(...(await obscured(page)));
    assert.deepEqual(found, []);
    if (of.shot) await picture(page, of.shot);
  });

  test(`${of.name}, in English on a phone`, async () => {
    const page = await open(of, "en", PHONE);
    assert.deepEqual(await findings(page, "en"), []);
  });
}

test("every page of the router is looked at", () => {
  const folder = path.join(ROOT, "backend/src/http");
  const files = readdirSync(folder, { recursive: true }).filter((file) => file.endsWith(".rs") && !file.startsWith("api"));
  const source = files.map((file) => readFileSync(path.join(folder, file), "utf8")).join("\n");
  const routes = [...source.matchAll(/\.route\(\s*"([^"]+)",\s*get\(/g)].map(([, route]) => route);
  assert.ok(routes.length > 15, "the router is not where it was");
  const opened = PAGES.filter((of) => !of.status).map((of) => {
    const where = typeof of.path === "function" ? of.path(year) : of.path;
    return where.split("?")[0];
  });
  const fits = (route) => {
    const pattern = new RegExp(`^${route.replace(/\{[^}]+\}/g, "[^/]+")}$`);
    return opened.some((where) => pattern.test(where));
  };
  assert.deepEqual(routes.filter((route) => !NO_PAGES.includes(route) && !fits(route)), []);
});

test("the pictures of the main pages are there and small", () => {
  const shots = PAGES.filter((of) => of.shot).map((of) => of.shot);
  assert.ok(shots.length >= 10);
  const text = readFileSync(path.join(ROOT, "backend/docs/pages.md"), "utf8");
  for (const shot of shots) {
    const file = path.join(ROOT, "backend/docs/pages", `${shot}.jpg`);
    assert.ok(statSync(file).size < LARGEST_BYTES, `${shot}.jpg has ${statSync(file).size} bytes`);
    assert.ok(text.includes(`pages/${shot}.jpg`), `pages.md does not show ${shot}.jpg`);
  }
});

/** Taken anew with `npm run pictures`; otherwise only taken, so that it is known to work. */
async function picture(page, name) {
  const folder = process.env.DATHANG_PICTURES;
  if (folder) mkdirSync(folder, { recursive: true });
  const file = folder ? path.join(folder, `${name}.jpg`) : undefined;
  await page.setViewportSize(PICTURE);
  // The walk by Tab left the focus at the foot of the page.
  await page.evaluate(() => { document.activeElement?.blur(); window.scrollTo(0, 0); });
  const taken = await page.screenshot({ path: file, type: "jpeg", quality: 72, animations: "disabled" });
  assert.ok(taken.length < LARGEST_BYTES, `the picture has ${taken.length} bytes`);
}
