// Every page in each of its states, written by `cargo run -p frontend --example samples`: what the year does not show.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";

import { built } from "./portal.js";

export function writeSamples() {
  const folder = mkdtempSync(path.join(tmpdir(), "dathang-samples."));
  execFileSync(built("DATHANG_SAMPLES", "target/debug/examples/samples"), [folder]);
  const samples = readdirSync(folder)
    .filter((file) => file.endsWith(".html"))
    .map((file) => {
      const [name, lang] = file.split(".");
      return { name, lang, url: pathToFileURL(path.join(folder, file)).href };
    });
  return { samples, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
