// From an approved statement to money that arrived, or came back: an invoice, a batch that one makes and another releases, what
// the Treasury and the bank tell of it, and what each side reads. Then a paper: issued, checked by a stranger, cancelled.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { Person } from "../harness/chromium.js";
import { findings } from "../harness/findings.js";
import { XLSX } from "../harness/lists.js";
import { dotted } from "../harness/office.js";
import { confirmed, invoice, row, tick } from "../harness/payments.js";
import { inOrder, opened } from "../harness/steps.js";
import { texts } from "../harness/texts.js";
import { Workbook } from "../harness/workbook.js";
import { COLLEGE, HOST } from "../harness/year.js";

const t = texts("vi");
const amount = COLLEGE.priceDong; // the advance, half of two learners
const WHY = "Tài khoản đã đóng";

let portal;
let browser;
let office;
/** A statement of the host that nobody put into a batch yet: its address, number and amount. */
let hosts;
opened(async (house) => {
  ({ portal, browser, office } = house);
  const { rows } = (await portal.ask("accountant", "/statements?state=approved")).statements;
  const free = rows.filter((row) => row.payee.name === HOST.name).sort((a, b) => b.id - a.id)[0];
  hosts = { path: `/statements/${free.id}`, number: free.number, amount: free.payable_dong };
  await office.place(2);
  await office.approve();
  await office.accept();
  await office.advance();
  await office.approveStatement(amount);
});

const step = inOrder();
const words = (page) => page.locator("main").innerText();

let batch;

step("what has no invoice is in no batch, and says so; the college's director records it", async () => {
  await office.as("accountant", async (_, page) => {
    await page.goto("/payments");
    assert.match(await row(page, office.statement).innerText(), /chưa có hóa đơn/);
    assert.equal(await tick(page, office.statement).count(), 0);
  });
  await invoice(office, COLLEGE.director, "1C26TDN-00000011", String(amount));
});

step("the accountant makes a batch, and cannot release it", () =>
  office.as("accountant", async (person, page) => {
    await page.locator(".main-nav").getByRole("link", { name: t.Payments.nav }).click();
    await person.button(t.Payments.make).click();
    await page.locator(".issues").waitFor();
    await office.clean(person);
    await tick(page, office.statement).check();
    await tick(page, hosts.path).check();
    await person.field(t.Payments.note).fill("Chi tháng 11");
    await person.button(t.Payments.make).click();
    await office.told(person, t.Payments.done_batch_made);
    batch = new URL(page.url()).pathname;
    const said = await words(page);
    for (const part of ["Chi tháng 11", COLLEGE.name, HOST.name, dotted(amount + hosts.amount)]) assert.ok(said.includes(part), part);
    assert.equal(await person.button(t.Payments.release).count(), 0, "somebody else releases it");
    assert.equal(await person.link(t.Payments.file_template).count(), 0, "no file before it is released");
    await office.clean(person);
  }));

step("the chief accountant releases it", () =>
  office.as("chief-accountant", async (person, page) => {
    await page.goto("/payments");
    await page.locator(`main a[href='${batch}']`).click();
    await person.field(t.Fields.comment).fill("Đủ hồ sơ");
    assert.equal(await person.confirming(() => person.button(t.Payments.release).click()), t.Payments.release_confirm);
    await office.told(person, t.Payments.done_batch_released);
    assert.equal(await person.button(t.Payments.send).count(), 0, "the accountant sends it");
    await office.clean(person);
  }));

/** A payment of the batch as the template has it: its key and the whole account. */
const keys = {};
let template;

step("the accountant takes the files and marks the batch as sent", () =>
  office.as("accountant", async (person, page) => {
    await page.goto(batch);
    const [file] = await Promise.all([page.waitForEvent("download"), person.link(t.Payments.file_template).click()]);
    template = new Workbook(readFileSync(await file.path()));
    const [pain] = await Promise.all([page.waitForEvent("download"), person.link(t.Payments.file_pain).click()]);
    const { row: head, columns } = template.headings(t.Payments.key);
    for (const at of [head + 1, head + 2]) {
      const of = (name) => template.get(`${columns[name]}${at}`);
      keys[of("Bên nhận")] = { at, key: of(t.Payments.key), account: of("Tài khoản") };
    }
    const order = readFileSync(await pain.path(), "utf8");
    assert.ok(order.includes(keys[HOST.name].key) && !order.includes(keys[COLLEGE.name].key), "the bank pays the firm, the Treasury the college");
    assert.equal(await person.confirming(() => person.button(t.Payments.send).click()), t.Payments.send_confirm);
    await office.told(person, t.Payments.done_batch_sent);
    await office.clean(person);
  }));

step("the Treasury's answer comes in the template: looked at first, then taken, and the statement is paid", async () => {
  await office.as("accountant", async (person, page) => {
    await confirmed(office, person, { name: "thu.xml", mimeType: "text/xml", buffer: Buffer.from("<Document><Other/></Document>") });
    await page.locator(".issues").waitFor();
    assert.match(await page.locator(".issues").innerText(), /camt\.053/);
    await office.clean(person);
    const { columns } = template.headings(t.Payments.key);
    const { at, key } = keys[COLLEGE.name];
    const said = { "Kết quả": "đã chi", "Số tiền": String(amount), "Ngày hạch toán": "02/11/2026", "Số chứng từ": "UNC-0711" };
    for (const [name, text] of Object.entries(said)) template.set(`${columns[name]}${at}`, text);
    const file = { name: "xac-nhan.xlsx", mimeType: XLSX, buffer: template.save() };
    await confirmed(office, person, file, [key, dotted(amount), "UNC-0711"]);
    await page.goto(office.statement);
    assert.match(await person.heading(), /đã thanh toán/i);
    await page.goto(batch);
    assert.ok((await words(page)).includes(t.Common.holds), "every dong is in one place");
    await office.clean(person);
  });
  await office.as(COLLEGE.director, async (_, page) => {
    await page.goto("/payments");
    assert.match(await row(page, office.statement).innerText(), /đã thanh toán/i);
    await page.goto(`${office.order}/money`);
    assert.match(await page.locator("table.sums tr", { hasText: t.Incoming.paid }).first().innerText(), new RegExp(dotted(amount)));
  });
});

step("the bank's statement tells that the firm's money came back, and why", async () => {
  const { key, account } = keys[HOST.name];
  const entry = `<Ntry><Amt Ccy="VND">${hosts.amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
    <BookgDt><Dt>2026-11-02</Dt></BookgDt><NtryDtls><TxDtls><Refs><AcctSvcrRef>FT26307001</AcctSvcrRef><EndToEndId>${key}</EndToEndId></Refs>
    <RltdPties><CdtrAcct><Id><Othr><Id>${account}</Id></Othr></Id></CdtrAcct></RltdPties>
    <RtrInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>${WHY}</AddtlInf></RtrInf></TxDtls></NtryDtls></Ntry>`;
  const camt = `<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr>
    <MsgId>SK-0211</MsgId></GrpHdr><Stmt>${entry}</Stmt></BkToCstmrStmt></Document>`;
  await office.as("accountant", async (person, page) => {
    const file = { name: "so-phu.xml", mimeType: "text/xml", buffer: Buffer.from(camt) };
    await confirmed(office, person, file, [key, WHY, dotted(hosts.amount)]);
    await page.goto(batch);
    assert.match(await page.locator("table.sums tr", { hasText: t.Payments.returned }).innerText(), new RegExp(dotted(hosts.amount)));
    assert.ok((await words(page)).includes(WHY), "the reason stands at the payment");
    await page.goto("/payments");
    assert.equal(await tick(page, hosts.path).count(), 1, "it waits to be paid again");
  });
  await office.as(HOST.director, async (person, page) => {
    await page.goto("/payments");
    assert.match(await row(page, hosts.path).innerText(), /chờ chi/i);
    await office.clean(person);
  });
  await office.as("auditor", async (_, page) => {
    await page.goto("/audit?from=02/11/2026");
    const trail = (await page.locator("main tbody tr").allInnerTexts()).join("\n");
    for (const deed of ["Lập lô chi", "Duyệt lô chi", "Gửi lô chi", "Ghi nhận tệp xác nhận", "Ghi hóa đơn"]) assert.ok(trail.includes(deed), `${deed}: ${trail}`);
  });
});

let paper;

step("the planner issues the contract, and the college finds it", async () => {
  paper = await office.issue("order");
  await office.as(COLLEGE.director, async (person, page) => {
    await page.goto(`${office.order}/papers`);
    await page.locator(`main a[href='${paper.path}']`).click();
    const file = await page.request.get(await person.link(t.Papers.download).getAttribute("href"));
    assert.equal((await file.body()).subarray(0, 5).toString(), "%PDF-");
    assert.equal(await person.button(t.Papers.cancel).count(), 0);
  });
});

step("a stranger checks the paper by its code, before and after it is cancelled", async () => {
  const stranger = await Person.sitDown(browser, portal);
  const { page } = stranger;
  const check = async (code) => {
    await page.goto("/papers/check");
    await stranger.field(t.Papers.code).fill(code);
    await stranger.button(t.Papers.check_button).click();
    assert.deepEqual(await findings(page, "vi"), []);
    return words(page);
  };
  assert.ok((await check("AAAA-AAAA-AAAA")).includes(t.Papers.unknown));
  const genuine = await check(paper.code.toLowerCase());
  assert.ok(genuine.includes(t.Papers.genuine) && genuine.includes(paper.number), genuine);
  assert.match(genuine, /đang có hiệu lực/i);
  await office.as("planner", async (person, own) => {
    await own.goto(paper.path);
    await office.press(person, t.Papers.cancel);
    await own.locator(".issues").waitFor();
    await person.field(t.Fields.reason).fill("Sai tên đại diện");
    await office.press(person, t.Papers.cancel);
    await office.told(person, t.Papers.done_paper_cancelled);
    await office.clean(person);
  });
  const cancelled = await check(paper.code);
  assert.match(cancelled, /đã hủy/i);
  assert.ok(cancelled.includes(paper.number), "its number is kept");
  await stranger.leave();
  await office.as("auditor", async (_, own) => {
    await own.goto("/audit?action=paper.cancel");
    assert.match(await own.locator("main tbody tr").first().innerText(), /Cán bộ kế hoạch\s+Hủy văn bản/);
  });
});
