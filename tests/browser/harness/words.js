// English left on a Vietnamese page: words of the English texts that no Vietnamese text uses. Names stay as they are.
// Vietnamese left on an English page: whole texts of the portal, because data is Vietnamese there too.
import { pairs } from "./texts.js";

const WORD = /[A-Za-z]{3,}/g;
const DIACRITIC = /[^\P{L}A-Za-z]/u;

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
    for (const word of `${text.en} ${text.one ?? ""}`.toLowerCase().match(WORD) ?? []) en.add(word);
  }
  if (en.size < 200) throw new Error(`only ${en.size} English words were found`);
  known = new Set([...en].filter((word) => !vi.has(word) && !SHARED.has(word)));
  return known;
}

/** What a page says, without data that is marked as such and without what is marked as the other language. */
function said(page, other) {
  return page.evaluate((elsewhere) => {
    const text = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (parent.closest(`[lang=${elsewhere}], code, .code, script, style, [translate=no]`)) continue;
      text.push(node.data);
    }
    for (const attribute of ["title", "aria-label", "placeholder", "alt"]) {
      for (const part of document.querySelectorAll(`[${attribute}]`)) {
        if (!part.closest(`[lang=${elsewhere}], [translate=no]`)) text.push(part.getAttribute(attribute));
      }
    }
    return text;
  }, other);
}

/** Names of people, firms, files and codes are data, and marked as such or written in capitals. */
export async function english(page) {
  const english = vocabulary();
  const found = new Set();
  for (const text of (await said(page, "en")).filter((text) => !LOGINS.test(text.trim()))) {
    for (const match of text.replace(CODES, "").matchAll(/(?<![\p{L}\d_.-])[\p{L}]{3,}(?![\p{L}\d_])/gu)) {
      const [word] = match;
      // In the middle of a name such as “Canon Vietnam” or “FPT Software” words begin with a capital.
      if (/^[a-z]+$/.test(word) && english.has(word)) found.add(`“${word}” in “${text.trim().slice(0, 70)}”`);
    }
  }
  return [...found].map((words) => `English on a Vietnamese page: ${words}`);
}

/** A rule is called by its Vietnamese name in both languages: `NĐ 32/2019/NĐ-CP`. */
const CITATION = /\d{4}\/[NQT][ĐT]-/;

/** Vietnamese texts that no English text is equal to. A long one is known anywhere; a short one, such as “từ”, only alone. */
let own;

function sentences() {
  if (own) return own;
  const all = pairs();
  // People of the demonstration are called by their role, and a name is data; help says what each role does.
  const help = all.filter(({ group }) => group === "Help");
  const roles = help.filter(({ name }) => help.some((text) => text.name === `${name}_text`)).map((text) => text.vi);
  const data = new Set([...all.map((text) => text.en), ...roles]);
  const kept = (text) => DIACRITIC.test(text) && !data.has(text) && !CITATION.test(text);
  const texts = new Set(all.map((text) => text.vi).filter(kept));
  if (texts.size < 200) throw new Error(`only ${texts.size} Vietnamese texts were found`);
  own = { texts, long: [...texts].filter((text) => text.split(" ").length >= 5) };
  return own;
}

/** Parts of a text that the portal may have put together: `Nguồn: NĐ 32`, `3 người`. */
function parts(text) {
  return text.split(/: | · /).map((part) => part.replace(/^[\d\s.,/%–-]+|[\d\s.,/%–:-]+$/g, ""));
}

export async function vietnamese(page) {
  const { texts, long } = sentences();
  const found = new Set();
  for (const text of (await said(page, "vi")).map((words) => words.trim().replace(/\s+/g, " "))) {
    if (!DIACRITIC.test(text)) continue;
    const left = [text, ...parts(text)].find((part) => texts.has(part)) ?? long.find((words) => text.includes(words));
    if (left) found.add(`“${left.slice(0, 70)}” in “${text.slice(0, 70)}”`);
  }
  return [...found].map((words) => `Vietnamese on an English page: ${words}`);
}
