// English left on a Vietnamese page: words of the English texts that no Vietnamese text uses. Names stay as they are.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { ROOT } from "./portal.js";

const WORD = /[A-Za-z]{3,}/g;

/** Said in both languages: what has no Vietnamese name, and what looks English and is not. */
const SHARED = new Set(["api", "pdf", "xlsx", "csv", "json", "totp", "oidc", "vneid", "toml", "sha", "email", "excel"]);

let known;

/** English words of the texts, without those that Vietnamese texts use as well. */
function vocabulary() {
  if (known) return known;
  const folder = path.join(ROOT, "frontend/src/texts");
  const [vi, en] = [new Set(), new Set()];
  const words = (text) => text.toLowerCase().match(WORD) ?? [];
  for (const file of readdirSync(folder)) {
    const source = readFileSync(path.join(folder, file), "utf8");
    for (const [, vietnamese, english] of source.matchAll(/^\s+\w+: "([^"]*)", "([^"]*)";$/gm)) {
      // A syllable such as "can" is a word in neither: Vietnamese letters around it would be cut away by WORD.
      for (const word of vietnamese.toLowerCase().split(/[^\p{L}]+/u)) vi.add(word);
      for (const word of words(english)) en.add(word);
    }
  }
  if (en.size < 200) throw new Error(`only ${en.size} English words were found in ${folder}`);
  known = new Set([...en].filter((word) => !vi.has(word) && !SHARED.has(word)));
  return known;
}

/** Names of people, firms, files and codes are data, and marked as such or written in capitals. */
export async function english(page) {
  const said = await page.evaluate(() => {
    const text = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (parent.closest("[lang=en], code, .code, script, style, [translate=no]")) continue;
      text.push(node.data);
    }
    for (const attribute of ["title", "aria-label", "placeholder", "alt"]) {
      for (const part of document.querySelectorAll(`[${attribute}]`)) {
        if (!part.closest("[lang=en], [translate=no]")) text.push(part.getAttribute(attribute));
      }
    }
    return text;
  });
  const english = vocabulary();
  const found = new Set();
  for (const text of said) {
    for (const match of text.matchAll(/(?<![\p{L}\d-])[\p{L}]{3,}(?![\p{L}\d])/gu)) {
      const [word] = match;
      // In the middle of a name such as “Canon Vietnam” or “FPT Software” words begin with a capital.
      if (/^[a-z]+$/.test(word) && english.has(word)) found.add(`“${word}” in “${text.trim().slice(0, 70)}”`);
    }
  }
  return [...found].map((words) => `English on a Vietnamese page: ${words}`);
}
