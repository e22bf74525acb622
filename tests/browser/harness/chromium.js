// Debian's Chromium, and the windows people look through: an old office screen, a phone, a narrow phone, a page at
// 400 %, a browser without scripts.
import process from "node:process";

import { chromium } from "playwright-core";

import { PASSWORD } from "./portal.js";

export const OFFICE = { width: 1366, height: 768 };
export const PHONE = { width: 375, height: 812 };
export const NARROW = { width: 320, height: 640 };
/** 1280 × 1024 at 400 %: WCAG 1.4.10. */
export const ZOOMED = { width: 320, height: 256 };

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export function launch() {
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  return chromium.launch({ executablePath, headless: true, args: FLAGS });
}

/** Somebody at a computer: signed in when a login is given. What the page's scripts complain of fails the test. */
export class Person {
  static async sitDown(browser, portal, { login, lang = "vi", viewport = OFFICE, scripts = true } = {}) {
    const person = new Person();
    const locale = lang === "vi" ? "vi-VN" : "en-GB";
    person.context = await browser.newContext({ baseURL: portal.address, locale, viewport, javaScriptEnabled: scripts, reducedMotion: "reduce" });
    person.context.setDefaultTimeout(20_000);
    person.lang = lang;
    person.complaints = [];
    person.page = await person.context.newPage();
    person.page.on("pageerror", (error) => person.complaints.push(String(error)));
    person.page.on("console", (message) => {
      // A refused form answers 422, which Chromium writes down as a failed resource.
      const refused = /status of (422|404|403)/.test(message.text());
      if (message.type() === "error" && !refused) person.complaints.push(message.text());
    });
    await person.page.goto(`/sign-in?lang=${lang}`);
    person.login = login;
    if (login) await person.signIn(login);
    return person;
  }

  async signIn(login, password = PASSWORD) {
    await this.page.locator("[name=login]").fill(login);
    await this.page.locator("[name=password]").fill(password);
    await this.page.locator("main form button[type=submit]").click();
    await this.page.locator(".who form").waitFor();
  }

  /** The button or link that is called so, in the page's main part. */
  button(name) {
    return this.page.locator("main").getByRole("button", { name, exact: true });
  }

  link(name) {
    return this.page.locator("main").getByRole("link", { name }).first();
  }

  field(label, within = this.page.locator("main")) {
    return within.getByLabel(label, { exact: true });
  }

  /** Answers the question that is asked before the next click takes effect. */
  async confirming(click) {
    const asked = this.page.waitForEvent("dialog").then(async (dialog) => {
      const words = dialog.message();
      await dialog.accept();
      return words;
    });
    await click();
    return asked;
  }

  async heading() {
    return (await this.page.locator("h1").innerText()).trim();
  }

  async leave() {
    await this.context.close();
    if (this.complaints.length > 0) throw new Error(`the page complained: ${this.complaints.join("; ")}`);
  }
}
