// The portal's own words, read from where they are written: a journey says what it does in the words of the page.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { ROOT } from "./portal.js";

/** `texts("vi").Order.place`; a text that is not there is a mistake in the test and says so. */
export function texts(lang) {
  return Object.fromEntries(Object.entries(all()[lang]).map(([group, of]) => [group, strict(group, of)]));
}

/** Every pair, as the file has it; what stands beside a count is many in `en`, and `one` beside a one. */
export function pairs() {
  const found = [];
  const folder = path.join(ROOT, "frontend/src/texts");
  for (const file of readdirSync(folder)) {
    let group = "";
    for (const line of readFileSync(path.join(folder, file), "utf8").split("\n")) {
      const opens = line.match(/^(\w+) \{$/);
      if (opens) group = opens[1];
      const text = line.match(/^\s+(\w+): "([^"]*)", "([^"]*)"(?: \| "([^"]*)")?;$/);
      if (text) found.push({ group, name: text[1], vi: text[2], en: text[4] ?? text[3], one: text[4] && text[3] });
    }
  }
  if (found.length < 300) throw new Error(`only ${found.length} texts were found in ${folder}`);
  return found;
}

let read;

function all() {
  if (!read) {
    read = { vi: {}, en: {} };
    for (const { group, name, vi, en } of pairs()) {
      (read.vi[group] ??= {})[name] = vi;
      (read.en[group] ??= {})[name] = en;
    }
  }
  return read;
}

function strict(group, of) {
  return new Proxy(of, {
    get(target, name) {
      if (typeof name === "string" && !(name in target)) throw new Error(`there is no text ${group}.${name}`);
      return target[name];
    },
  });
}
