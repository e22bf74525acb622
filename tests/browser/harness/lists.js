// A list of learners in a workbook: filled in as a registrar does, sent, and what the page then says of it.
import { readFileSync } from "node:fs";

import { texts } from "./texts.js";
import { Workbook } from "./workbook.js";

export const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

const FAMILIES = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Đặng", "Bùi", "Đỗ", "Ngô", "Dương"];
const GIVEN = ["Ánh", "Bửu", "Chi", "Dũng", "Hưởng", "Khải", "Lý", "Mỹ", "Nghĩa", "Oanh", "Phượng", "Quý"];

/** Somebody of the list, as the card says it. */
export function learner(i) {
  const female = i % 2 === 0;
  return {
    "Họ và tên": `${FAMILIES[i % 10]} ${female ? "Thị" : "Văn"} ${GIVEN[i % 12]}`,
    "Ngày sinh": `${String((i % 28) + 1).padStart(2, "0")}/${String((i % 12) + 1).padStart(2, "0")}/1990`,
    "Giới tính": female ? "Nữ" : "Nam",
    "Số định danh cá nhân": `001${female ? 1 : 0}90${String(400000 + i)}`,
    "Nơi làm việc": "Công ty May Sông Hàn",
    "Ngày nhập học": "09/11/2026",
  };
}

/** Fills the template in; a fault is the learner, the column, and what was typed there. Answers with the cells of the faults. */
export function fillIn(list, count, faults) {
  const { row, columns } = list.headings("STT");
  for (let i = 0; i < count; i += 1) {
    const fault = faults.find(([at]) => at === i);
    for (const [name, right] of Object.entries(learner(i))) {
      const said = fault?.[1] === name ? fault[2] : right;
      if (said) list.set(`${columns[name]}${row + 1 + i}`, said);
    }
  }
  return faults.map(([at, name]) => `${columns[name]}${row + 1 + at}`);
}

/** What the workbook that comes back says to do, by the number of the learner. */
export function remedies(back, count) {
  const { row, columns } = back.headings("STT");
  const said = Array.from({ length: count }, (_, i) => [i, back.get(`${columns["Lỗi cần sửa"]}${row + 1 + i}`)]);
  return new Map(said.filter(([, remedy]) => remedy));
}

/** The workbook that a click, or a key, brings. */
export async function taken(page, act) {
  const [file] = await Promise.all([page.waitForEvent("download"), act()]);
  return new Workbook(readFileSync(await file.path()));
}

/** The file as a field takes it. */
export function file(name, workbook) {
  return { name, mimeType: XLSX, buffer: workbook.save() };
}

/** The form for enrolments on a cohort's page. */
export function panel(page) {
  return page.locator("#workbooks form.panel").first();
}

/** Chooses the file, sends it and waits until it is checked. */
export async function send(person, name, workbook) {
  const t = texts(person.lang);
  await panel(person.page).getByLabel(t.Workbook.file).setInputFiles(file(name, workbook));
  await panel(person.page).getByRole("button", { name: t.Workbook.send }).click();
  return worked(person, person.page.getByRole("heading", { name: t.Workbook.result }));
}

/** Waits for what comes of it. Answers whether the page that says the work goes on stood there before. */
export async function worked(person, done) {
  const busy = person.page.getByRole("heading", { name: texts(person.lang).Workbook.at_work });
  await busy.or(done).first().waitFor({ timeout: 120_000 });
  const seen = (await busy.count()) > 0;
  await done.waitFor({ timeout: 120_000 });
  return seen;
}

/** The figures of the check that are not zero. */
export async function figures(page) {
  const terms = await page.locator("dl.figures dt").allInnerTexts();
  const values = await page.locator("dl.figures dd").evaluateAll((all) => all.map((dd) => dd.firstChild.textContent.trim()));
  return Object.fromEntries(terms.map((term, i) => [term.trim(), values[i]]).filter(([, value]) => value !== "0"));
}

/** The cells that the page says are wrong. */
export async function faulty(page) {
  const cells = await page.locator("main table tbody td:last-child").allInnerTexts();
  return cells.flatMap((text) => text.match(/[A-Z]+\d+/g)).sort();
}
