// Sign-in by a provider of identities in a real browser, which decides what a cookie is sent along with: the provider stands
// on another site (localhost) than the portal (127.0.0.1).
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import path from "node:path";
import process from "node:process";
import { after, before, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";

import { Person, launch } from "../harness/chromium.js";
import { findings } from "../harness/findings.js";
import { Portal, ROOT, TODAY, freePort } from "../harness/portal.js";
import { texts } from "../harness/texts.js";

const BUTTON = { vi: "Đăng nhập bằng tài khoản của Bộ", en: "Sign in with the ministry's account" };

let portal;
let browser;
let provider;
let issuer;
before(async () => {
  const port = await freePort();
  issuer = `http://localhost:${port}`;
  const settings = [
    "[oidc]", `issuer = "${issuer}"`, 'client_id = "dathang"',
    `label_vi = "${BUTTON.vi}"`, `label_en = "${BUTTON.en}"`,
  ];
  portal = await Portal.open(TODAY, settings.join("\n"));
  const env = { ...process.env, PORT: String(port), HOST: "localhost", PORTAL: portal.address };
  provider = spawn(process.execPath, ["server.js"], { cwd: path.join(ROOT, "tests/oidc"), stdio: "ignore", env });
  const found = `${issuer.replace("localhost", "127.0.0.1")}/.well-known/openid-configuration`;
  for (let tries = 0; !(await fetch(found).then((answer) => answer.ok, () => false)); tries += 1) {
    assert.ok(tries < 300 && provider.exitCode === null, "the provider does not answer: npm ci in tests/oidc?");
    await pause(100);
  }
  browser = await launch();
});
after(async () => {
  await browser?.close();
  provider?.kill("SIGKILL");
  await portal?.close();
});

/** Somebody at a computer that has no way to other machines; the provider's pages would take a font from there. */
async function sitDown(options) {
  const person = await Person.sitDown(browser, portal, options);
  const far = (url) => !["localhost", "127.0.0.1"].includes(url.hostname);
  await person.context.route(far, (route) => route.fulfill({ contentType: "text/css", body: "" }));
  return person;
}

test("the administrator allows it on the person's page", async () => {
  const t = texts("vi");
  const person = await Person.sitDown(browser, portal, { login: "administrator" });
  const { page } = person;
  await page.locator(".main-nav").getByRole("link", { name: t.People.people }).click();
  await page.locator("main [name=q]").fill("planner");
  await person.button(t.Common.filter).click();
  await page.locator("main tbody th a").first().click();
  await person.field(t.Fields.identity_name).fill("planner@bo.gov.vn");
  await person.button(t.Identity.allow).click();
  await page.getByText(t.People.done_identity).waitFor();
  await person.leave();
});

for (const [lang, scripts] of [["vi", true], ["en", true], ["vi", false]]) {
  test(`somebody comes in by it and goes out again, ${lang}, scripts ${scripts ? "on" : "off"}`, async () => {
    const t = texts(lang);
    const person = await sitDown({ lang, scripts });
    const { page } = person;
    if (scripts) assert.deepEqual(await findings(page, lang), []);
    await page.goto("/sign-in?next=%2Forders");
    await person.link(BUTTON[lang]).click();
    await page.locator("[name=login]").fill("planner");
    await page.locator("[name=password]").fill("anything");
    assert.ok(page.url().startsWith(issuer), page.url());
    await page.locator("button[type=submit]").click();
    const consent = page.locator("form:has(input[value=consent]) button[type=submit]");
    if (await consent.count()) await consent.click();
    // In, on the page that was wanted, with a session that only this site gets to see.
    await page.waitForURL(`${portal.address}/orders`);
    await page.locator(".who form").waitFor();
    const session = (await person.context.cookies()).find(({ name }) => name === "dathang_session");
    assert.equal(session.sameSite, "Strict");
    await page.locator(".who form button").click();
    // The provider asks whether its own session is to end as well.
    await page.waitForURL(`${issuer}/session/end**`);
    await page.locator("button[name=logout]").click();
    await page.waitForURL(`${portal.address}/sign-in**`);
    assert.equal(await person.heading(), t.SignIn.heading);
    await person.leave();
  });
}

test("a stranger is told so, and finds the password beside it", async () => {
  const person = await sitDown({});
  const { page } = person;
  await person.link(BUTTON.vi).click();
  await page.locator("[name=login]").fill("nguoi-la");
  await page.locator("[name=password]").fill("anything");
  await page.locator("button[type=submit]").click();
  await page.locator("form:has(input[value=consent]) button[type=submit]").click();
  await page.getByText("chưa có tài khoản liên kết").waitFor();
  assert.deepEqual(await findings(page, "vi"), []);
  await person.signIn("planner");
  await person.leave();
});
