// Runs every suite on one played year, and counts. Fails when a test fails, is skipped, or when nothing ran.
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { fileURLToPath } from "node:url";

import { play } from "./harness/portal.js";

const here = path.dirname(fileURLToPath(import.meta.url));
const asked = process.argv.slice(2);
const suites = readdirSync(path.join(here, "suites"))
  .filter((name) => name.endsWith(".test.js"))
  .filter((name) => asked.length === 0 || asked.some((part) => name.includes(part)))
  .map((name) => path.join(here, "suites", name));

const since = Date.now();
const folder = mkdtempSync(path.join(tmpdir(), "dathang-browser."));
process.env.DATHANG_PLAYED = play(folder);
const played = Date.now();
const counts = { pass: 0, fail: 0, skipped: 0 };
const count = (of) => (event) => {
  if (event.details?.type === "suite" || event.name?.endsWith(".test.js")) return;
  counts[event.skip !== undefined || event.todo !== undefined ? "skipped" : of] += 1;
};

// Two at a time: each has a Chromium and a server of its own.
const tests = run({ files: suites, concurrency: 2 });
tests.on("test:pass", count("pass"));
tests.on("test:fail", count("fail"));
tests.on("test:fail", () => { process.exitCode = 1; });
tests.on("end", () => {
  rmSync(folder, { recursive: true, force: true });
  if (counts.pass === 0 || counts.skipped > 0) process.exitCode = 1;
  const seconds = (from, until) => Math.round((until - from) / 1000);
  const parts = `${counts.pass} passed, ${counts.fail} failed, ${counts.skipped} skipped`;
  const times = `${seconds(since, Date.now())} s, of which ${seconds(since, played)} s to play the year`;
  console.log(`\nbrowser: ${suites.length} suites, ${parts} (${times})`);
});
tests.compose(new spec()).pipe(process.stdout);
