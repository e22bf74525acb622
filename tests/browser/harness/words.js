// English left on a Vietnamese page: words of the English texts that no Vietnamese text uses. Names stay as they are.
import { pairs } from "./texts.js";

const WORD = /[A-Za-z]{3,}/g;

/** Said in both languages: what has no Vietnamese name, and what looks English and is not. */
const SHARED = new Set(["api", "pdf", "xlsx", "csv", "json", "totp", "oidc", "vneid", "toml", "sha", "email", "excel"]);

/** Sign-ins of the demonstration that are English words: data, like the names of people. */
const LOGINS = /^(Tài khoản )?(planner|approver|accountant|chief-accountant|inspector|administrator|auditor)$/;

/** A scheme's file: names that it gives or may give, `(order.price)` and `“price”`, and its formulas; codes and sign-ins, `cd-hue` and `registrar.cd-hue`. */
const CODES = /(?<=Giá trị cho phép: )[a-z_, ]+|(?<=Công thức )“[^”]+”|\([a-z_.]+\)|“[a-z_]+”|\b[a-z]+(?:[.-][a-z]+)+\b/g;

let known;

/** English words of the texts, without those that Vietnamese texts use as well. */
function vocabulary() {
  if (known) return known;
  const [vi, en] = [new Set(), new Set()];
  for (const text of pairs()) {
    for (const word of text.vi.toLowerCase().split(/[^\p{L}]+/u)) vi.add(word);
    for (const word of text.en.toLowerCase().match(WORD) ?? []) en.add(word);
  }
  if (en.size < 200) throw new Error(`only ${en.size} English words were found`);
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
  for (const text of said.filter((text) => !LOGINS.test(text.trim()))) {
    for (const match of text.replace(CODES, "").matchAll(/(?<![\p{L}\d_.-])[\p{L}]{3,}(?![\p{L}\d_])/gu)) {
      const [word] = match;
      // In the middle of a name such as “Canon Vietnam” or “FPT Software” words begin with a capital.
      if (/^[a-z]+$/.test(word) && english.has(word)) found.add(`“${word}” in “${text.trim().slice(0, 70)}”`);
    }
  }
  return [...found].map((words) => `English on a Vietnamese page: ${words}`);
}
