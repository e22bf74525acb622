// What is wrong with a page as it stands, as sentences: axe's rules, and what axe does not look at.
import axe from "axe-core";

import { english, vietnamese } from "./words.js";

const OPTIONS = {
  runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
  rules: { "target-size": { enabled: true } },
};

/** Everything that is looked at on every page and in every state. Without scripts axe does not run, and the rest does. */
export async function findings(page, lang, { scripts = true } = {}) {
  // A page that has come without its style yet has no sizes to look at.
  await page.waitForLoadState("load");
  const found = [scripts ? await violations(page) : [], await overflow(page), await targets(page), await frame(page, lang)];
  found.push(await (lang === "vi" ? english(page) : vietnamese(page)));
  return found.flat();
}

export async function violations(page) {
  await page.evaluate(axe.source);
  const results = await page.evaluate((options) => window.axe.run(document, options), OPTIONS);
  return results.violations.map(({ id, nodes }) => `axe ${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`);
}

/** The page itself never scrolls sideways; a table does so in a box of its own, which the keyboard reaches. */
export function overflow(page) {
  return page.evaluate(() => {
    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    if (wide <= 0) return [];
    const beyond = Array.from(document.querySelectorAll("body *")).filter((part) => {
      const box = part.getBoundingClientRect();
      return box.right > document.documentElement.clientWidth + 1 && !part.closest(".scroll");
    });
    const names = beyond.slice(0, 3).map((part) => part.tagName.toLowerCase() + "." + part.className);
    return [`scrolls sideways by ${wide} px: ${names.join(", ")}`];
  });
}

/** WCAG 2.5.8, stricter than axe: controls measure 24 px each way; a link in a sentence or a table's cell may be smaller. */
export function targets(page) {
  return page.evaluate(() => {
    const controls = document.querySelectorAll("button, input:not([type=hidden]), select, textarea, summary, .button, nav a, .language, .brand");
    const small = Array.from(controls).filter((part) => {
      const label = part.matches("[type=checkbox], [type=radio]") ? part.closest("label") : null;
      const box = (label ?? part).getBoundingClientRect();
      return box.width > 0 && (box.width < 24 || box.height < 23.9);
    });
    return small.map((part) => {
      const box = part.getBoundingClientRect();
      return `target of ${Math.round(box.width)} × ${Math.round(box.height)} px: ${part.outerHTML.slice(0, 90)}`;
    });
  });
}

/** One heading, the page's language, the way to the main part, and where help is: the same on every page. */
export function frame(page, lang) {
  return page.evaluate((wanted) => {
    const found = [];
    const say = (holds, words) => { if (!holds) found.push(words); };
    say(document.documentElement.lang === wanted, `the page says it is in ${document.documentElement.lang}`);
    say(document.querySelectorAll("h1").length === 1, "there is not one h1");
    say(document.title.trim().length > 12, `the title is ${document.title}`);
    say(document.querySelector("body > a.skip[href='#main']"), "the first link does not lead to the main part");
    say(document.querySelector("main#main"), "there is no main part");
    // WCAG 3.2.6: help is in the foot, after everything else, on every page alike.
    const help = document.querySelector("footer.foot a.help");
    say(help && help === Array.from(document.querySelectorAll("body a")).at(-1), "help is not the last link of the page");
    for (const raw of document.body.innerText.match(/\b(undefined|null|NaN|None|Some\()\b|\{\{|\}\}/g) ?? []) {
      found.push(`the page says ${raw}`);
    }
    return found;
  }, lang);
}
