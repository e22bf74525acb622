// A mail server as a ministry might run one. Every mail that it takes is a file in FOLDER: who signed in, whether it came by
// TLS, to whom, and the mail itself. What it does with an address is said by the address: refused@ is never taken,
// greylisted@ not the first time, and hangs@ is taken the first time without a word to whoever sent it.
// PORT is where it listens; MODE is starttls, tls, or plain (which offers no TLS and asks nobody who they are).
// server.pem is for localhost, signed by authority.pem; both were made for these tests alone.
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { SMTPServer } from "smtp-server";

const { PORT, FOLDER, MODE = "starttls" } = process.env;
const beside = (name) => readFileSync(new URL(name, import.meta.url));
const refusal = (code, text) => Object.assign(new Error(text), { responseCode: code });
const seen = new Set();
let number = 0;

/** True the first time. */
function first(address) {
  const is = !seen.has(address);
  seen.add(address);
  return is;
}

function keep(session, data) {
  number += 1;
  const to = session.envelope.rcptTo.map((to) => to.address);
  const kept = { number, to, tls: session.secure, user: session.user ?? null, data: data.toString("latin1") };
  const file = `${FOLDER}/${String(number).padStart(4, "0")}.json`;
  writeFileSync(`${file}.new`, JSON.stringify(kept));
  renameSync(`${file}.new`, file);
}

const server = new SMTPServer({
  secure: MODE === "tls",
  key: beside("server.key"),
  cert: beside("server.pem"),
  hideSTARTTLS: MODE === "plain",
  disabledCommands: MODE === "plain" ? ["STARTTLS", "AUTH"] : [],
  authOptional: MODE === "plain",
  onAuth({ username, password }, _session, done) {
    const known = username === "dathang" && password === "a-password-of-the-tests";
    done(known ? null : refusal(535, "5.7.8 wrong"), { user: username });
  },
  onRcptTo({ address }, _session, done) {
    if (address.startsWith("refused@")) return done(refusal(550, `5.1.1 <${address}>: User unknown`));
    if (address.startsWith("greylisted@") && first(address)) return done(refusal(451, "4.7.1 Greylisted, try again later"));
    done();
  },
  onData(stream, session, done) {
    const parts = [];
    stream.on("data", (part) => parts.push(part));
    stream.on("end", () => {
      keep(session, Buffer.concat(parts));
      const hangs = session.envelope.rcptTo.find((to) => to.address.startsWith("hangs@"));
      if (!hangs || !first(hangs.address)) done(null, "taken");
    });
  },
});
server.on("error", () => {});
server.listen(Number(PORT), "127.0.0.1");
