// The real program on a copy of the played year, with a calendar that the test turns: libfaketime stands between the
// program and the machine's clock, as in the suites that speak HTTP.
import { execFileSync, spawn } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** The one password of all sign-ins that `demo` makes and prints. */
export const PASSWORD = "dat-hang-2025";

/** The demonstration goes on into October 2026, and time does not run backwards. */
export const TODAY = "2026-11-02";

/** The program to test: `DATHANG_BIN`, or the debug build. */
export function program() {
  return built("DATHANG_BIN", "target/debug/dathang");
}

export function built(name, usual) {
  const file = process.env[name] ?? path.join(ROOT, usual);
  if (!existsSync(file)) throw new Error(`${file} is not there: use tests/run, or cargo build --workspace --all-targets`);
  return file;
}

/** Plays the year once into a folder and answers with the database's file. */
export function play(folder) {
  const file = path.join(folder, "year.db");
  const arguments_ = ["demo", "--exit", "--scale", "small", "--seed", "7"];
  execFileSync(program(), arguments_, { cwd: folder, env: { DATABASE_URL: `sqlite://${file}`, HOME: folder } });
  return file;
}

/** A running server with nobody's changes in it yet. */
export class Portal {
  static async open(today = TODAY, settings = "") {
    const folder = mkdtempSync(path.join(tmpdir(), "dathang-portal."));
    const year = process.env.DATHANG_PLAYED ?? play(folder);
    const database = path.join(folder, "portal.db");
    copyFileSync(year, database);
    // What SQLite has not yet moved into the file itself.
    if (existsSync(`${year}-wal`)) copyFileSync(`${year}-wal`, `${database}-wal`);
    const portal = new Portal();
    portal.folder = folder;
    portal.turnTo(today);
    // The program reads the settings of the folder that it is started in.
    if (settings) writeFileSync(path.join(folder, "dathang.toml"), settings);
    const address = `127.0.0.1:${await freePort()}`;
    const log = openSync(path.join(folder, "log"), "a");
    portal.address = `http://${address}`;
    portal.server = spawn(program(), ["serve", "--listen", address], {
      cwd: folder,
      stdio: ["ignore", "ignore", log],
      env: {
        DATABASE_URL: `sqlite://${database}`,
        HOME: folder,
        LD_PRELOAD: faketime(),
        FAKETIME_TIMESTAMP_FILE: path.join(folder, "day"),
        FAKETIME_NO_CACHE: "1",
        FAKETIME_DONT_FAKE_MONOTONIC: "1",
        TZ: "UTC",
        DATHANG_OIDC_CLIENT_SECRET: "a-secret-of-the-tests",
      },
    });
    await portal.answers();
    return portal;
  }

  async answers() {
    for (let tries = 0; tries < 600; tries += 1) {
      if (this.server.exitCode !== null) throw new Error(`serve ended at once and said:\n${this.log()}`);
      if (await fetch(this.url("/sign-in")).then((answer) => answer.ok, () => false)) return;
      await pause(100);
    }
    throw new Error(`serve does not answer:\n${this.log()}`);
  }

  url(where) {
    return this.address + where;
  }

  /** From now on it is noon (UTC+7) of another day; sessions of the day before have run out. */
  turnTo(today) {
    this.tokens = new Map();
    const beside = path.join(this.folder, "day.new");
    writeFileSync(beside, `@${today} 05:00:00\n`);
    renameSync(beside, path.join(this.folder, "day"));
  }

  log() {
    return readFileSync(path.join(this.folder, "log"), "utf8");
  }

  /** What the JSON API says to somebody: how a suite finds an order or a cohort that fits. */
  async ask(login, where) {
    if (!this.tokens.has(login)) {
      const body = JSON.stringify({ login, password: PASSWORD });
      const headers = { "content-type": "application/json" };
      const answer = await fetch(this.url("/api/v1/session"), { method: "POST", headers, body });
      this.tokens.set(login, (await answer.json()).token);
    }
    const headers = { authorization: `Bearer ${this.tokens.get(login)}` };
    const answer = await fetch(this.url(`/api/v1${where}`), { headers });
    if (!answer.ok) throw new Error(`${where} answers ${answer.status}`);
    return answer.json();
  }

  /** Sends a file as a form of the portal does; answers with where the browser is led. */
  async upload(login, where, name, text) {
    await this.ask(login, "/orders");
    const form = new FormData();
    form.append("file", new Blob([text]), name);
    const headers = { cookie: `dathang_session=${this.tokens.get(login)}` };
    const answer = await fetch(this.url(where), { method: "POST", body: form, headers, redirect: "manual" });
    return answer.headers.get("location");
  }

  async close() {
    const ended = new Promise((done) => this.server.once("exit", done));
    this.server.kill("SIGKILL");
    await ended;
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export function freePort() {
  return new Promise((found, failed) => {
    const listener = createServer().once("error", failed);
    listener.listen(0, "127.0.0.1", () => {
      const { port } = listener.address();
      listener.close(() => found(port));
    });
  });
}

/** Where Debian, Fedora and Arch put the library; `TEST_FAKETIME` names another place. */
function faketime() {
  const machine = { x64: "x86_64", arm64: "aarch64" }[process.arch] ?? process.arch;
  const library = "faketime/libfaketimeMT.so.1";
  const usual = [`/usr/lib/${machine}-linux-gnu/${library}`, `/usr/lib64/${library}`, `/usr/lib/${library}`];
  const found = [process.env.TEST_FAKETIME, ...usual].find((file) => file && existsSync(file));
  if (!found) throw new Error("libfaketime is not there: use tests/run, which installs it");
  return found;
}
