// The script of the new registrar (backend/docs/workbooks.md): from the sign-in page, by what the pages say and nothing
// else, through a list of 300 learners with 12 faults to 300 enrolled.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { Person, launch } from "../harness/chromium.js";
import { findings } from "../harness/findings.js";
import { faulty, figures, fillIn, learner, panel, remedies, send, taken } from "../harness/lists.js";
import { Trip, workers } from "../harness/office.js";
import { Portal } from "../harness/portal.js";
import { texts } from "../harness/texts.js";
import { COLLEGE } from "../harness/year.js";

const COUNT = 300;

let portal;
let browser;
before(async () => {
  portal = await Portal.open();
  browser = await launch();
});
after(async () => {
  await browser.close();
  await portal.close();
});

/** What goes wrong in real lists: the learner, the column, what was typed, and what the page is to call it. */
const FAULTS = [
  [3, "Ngày sinh", "31/02/1990", "cell.not_a_day"],
  [17, "Họ và tên", "", "cell.missing"],
  [41, "Số định danh cá nhân", "1090400041", "cell.leading_zero"],
  [66, "Giới tính", "Nma", "cell.not_a_choice"],
  [90, "Số định danh cá nhân", "001190400088", "enrolment.twice_in_report"],
  [115, "Ngày nhập học", "11/20/2026", "cell.month_first"],
  [140, "Số định danh cá nhân", "001090400140", "personal_id.sex"],
  [166, "Số định danh cá nhân", "001191400166", "personal_id.birth_year"],
  [203, "Họ và tên", "NguyÔn V¨n Hïng", "cell.tcvn3"],
  [229, "Nơi làm việc", "", "learner.employer"],
  [255, "Ngày sinh", "04/04/90", "cell.two_digit_year"],
  [288, "Họ và tên", "Nguy?n Th? Ánh", "cell.broken_text"],
];

test("a new registrar gets from the sign-in page to 300 learners enrolled", async () => {
  const t = texts("vi");
  const office = new Trip(portal, browser, "vi", COLLEGE);
  await office.place(COUNT);
  await office.approve(["approver", "head"]);
  await office.accept();
  portal.turnTo("2026-11-10");

  // The sign-in page, and what waits on the home page.
  const person = await Person.sitDown(browser, portal, { login: COLLEGE.registrar });
  const { page } = person;
  const { waiting } = await portal.ask(COLLEGE.registrar, "/home");
  const words = waiting.find((item) => item.code === "cohorts_empty").text.vi;
  await page.locator("ul.waiting").getByRole("link", { name: words }).click();
  // The form is for a few; for a whole class it leads to the workbook.
  await person.link(t.Cohort.enrol_by_workbook).click();
  assert.equal(new URL(page.url()).pathname, office.cohort);

  // The template, filled in.
  const list = await taken(page, () => panel(page).getByRole("link", { name: t.Workbook.take_template }).click());
  const expected = fillIn(list, COUNT, FAULTS);
  await send(person, "lop-moi.xlsx", list);

  // What was found: twelve rows, each fault once and at its cell.
  assert.deepEqual(await figures(page), { [t.Workbook.all_rows]: "300", [t.Workbook.new]: "288", [t.Workbook.error]: "12" });
  assert.deepEqual(await findings(page, "vi"), []);
  assert.deepEqual(await faulty(page), expected.sort());

  // The workbook comes back with what to do beside each; it is mended there and sent once more.
  const back = await taken(page, () => person.link(t.Workbook.take_annotated).click());
  const said = back.headings("STT");
  assert.deepEqual([...remedies(back, COUNT).keys()], FAULTS.map(([at]) => at));
  for (const [at, name] of FAULTS) back.set(`${said.columns[name]}${said.row + 1 + at}`, learner(at)[name]);
  await person.link(t.Workbook.to_cohort).click();
  await send(person, "lop-moi-da-sua.xlsx", back);
  assert.deepEqual(await figures(page), { [t.Workbook.all_rows]: "300", [t.Workbook.new]: "300" });

  // Accepted, and 300 people are enrolled.
  await person.confirming(() => person.button(`${t.Workbook.accept_all} (300)`).click());
  await page.getByText(`300 ${t.Workbook.enrolled}`).waitFor({ timeout: 120_000 });
  assert.deepEqual(await findings(page, "vi"), []);
  const cohort = office.cohort.split("/").at(-1);
  const enrolled = await portal.ask(COLLEGE.registrar, `/cohorts/${cohort}`);
  assert.equal(enrolled.learners.total, COUNT);

  // Sent again with one day told otherwise and one more name in an old font: the proposal first, then the correction.
  back.set(`${said.columns["Ngày nhập học"]}${said.row + 1}`, "10/11/2026");
  for (const [name, right] of Object.entries(learner(COUNT))) {
    back.set(`${said.columns[name]}${said.row + 1 + COUNT}`, name === "Họ và tên" ? "NguyÔn ThÞ Hång" : right);
  }
  await page.goto(office.cohort);
  await send(person, "lop-moi-bo-sung.xlsx", back);
  const counts = { [t.Workbook.all_rows]: "301", [t.Workbook.changed]: "1", [t.Workbook.unchanged]: "299" };
  assert.deepEqual(await figures(page), { ...counts, [t.Workbook.error]: "1" });
  assert.match(await page.locator("main").innerText(), /Nguyễn Thị Hồng/);
  assert.deepEqual(await findings(page, "vi"), []);
  await person.button(`${t.Workbook.propose} (1)`).click();
  await page.getByRole("heading", { name: t.Workbook.result }).waitFor({ timeout: 120_000 });
  assert.deepEqual(await figures(page), { ...counts, [t.Workbook.new]: "1" });
  const changed = await page.locator("#changes tbody").innerText();
  assert.match(changed, /09\/11\/2026\s+10\/11\/2026/);
  await page.getByLabel(`${t.Workbook.accept_corrections} (1)`).check();
  await person.confirming(() => person.button(`${t.Workbook.accept_all} (1)`).click());
  await page.locator(".issues").waitFor();
  assert.ok(await page.getByLabel(`${t.Workbook.accept_corrections} (1)`).isChecked(), "what was ticked stays ticked");
  assert.deepEqual(await findings(page, "vi"), []);
  await person.field(t.Fields.because).fill("Nhập nhầm ngày");
  await person.confirming(() => person.button(`${t.Workbook.accept_all} (1)`).click());
  await page.getByText(`1 ${t.Workbook.enrolled}, 1 ${t.Workbook.corrected}`).waitFor({ timeout: 120_000 });

  // And taken back as a whole.
  await person.field(t.Fields.reason).fill("Gửi nhầm danh sách");
  await person.confirming(() => person.button(t.Workbook.undo).click());
  await page.getByText(t.Workbook.taken_back).waitFor();
  assert.deepEqual(await findings(page, "vi"), []);
  assert.equal((await portal.ask(COLLEGE.registrar, `/cohorts/${cohort}`)).learners.total, COUNT);
  await person.leave();
});

test("a few are enrolled by the form, with a phone that is masked, shown for a reason, and corrected", async (context) => {
  // The list before went on to another day, and time does not run backwards.
  const house = await Portal.open();
  context.after(() => house.close());
  const t = texts("vi");
  const office = new Trip(house, browser, "vi", COLLEGE);
  await office.place(2);
  await office.approve();
  await office.accept();
  house.turnTo("2026-11-10");
  const [somebody] = workers(990);
  await office.as(COLLEGE.registrar, async (person, page) => {
    const words = () => page.locator("main").innerText();
    await page.goto(`${office.cohort}/enrol`);
    await office.fillLearners(person, [somebody]);
    const typed = person.field(t.Fields.phone, page.locator("fieldset.enrol").first());
    await typed.fill("0912 345");
    await person.button(t.Cohort.enrol_send).click();
    await page.locator(".issues").waitFor();
    assert.match(await page.locator(".issues li").innerText(), /10 chữ số/, "nothing else is wrong");
    await office.clean(person);
    await typed.fill("+84 912 345 678");
    await person.button(t.Cohort.enrol_send).click();
    await office.told(person, t.Deeds.done_enrolled);

    // Only its end is on the page, until there is a reason to see it.
    await page.locator("main tbody th a", { hasText: somebody.name }).click();
    assert.equal(await person.heading(), somebody.name);
    assert.match(await words(), /\*{6}5678/);
    assert.ok(!(await page.content()).includes("0912345678"), "the page has the whole number");
    await person.button(t.People.unmask).click();
    await page.locator(".issues").waitFor();
    assert.ok(!(await page.content()).includes("0912345678"), "shown without a reason");
    await person.field(t.Fields.look_reason).fill("Gọi báo lịch khai giảng");
    await person.button(t.People.unmask).click();
    await page.getByText("0912345678", { exact: true }).waitFor();
    assert.ok((await words()).includes(somebody.id), "and the id with it");
    await office.clean(person);

    await person.field(t.Fields.phone).fill("987");
    await person.button(t.Learner.change_phone).click();
    await page.locator(".issues").waitFor();
    assert.equal(await person.field(t.Fields.phone).inputValue(), "987");
    await office.clean(person);
    await person.field(t.Fields.phone).fill("0987.654.321");
    await person.button(t.Learner.change_phone).click();
    await office.told(person, t.Deeds.done_phone);
    assert.match(await words(), /\*{6}4321/);
    assert.doesNotMatch(await words(), /5678/);
    await office.clean(person);
  });
  await office.as("auditor", async (_, page) => {
    await page.goto("/access");
    assert.match(await page.locator("main tbody tr", { hasText: somebody.name }).innerText(), /Gọi báo lịch khai giảng/);
  });
});

test("one workbook at the page of the order enrols its learners into the cohort that a column names", async (context) => {
  const house = await Portal.open();
  context.after(() => house.close());
  const t = texts("vi");
  const office = new Trip(house, browser, "vi", COLLEGE);
  await office.place(3);
  await office.approve();
  await office.accept();
  house.turnTo("2026-11-10");
  const { cohorts } = await house.ask(COLLEGE.registrar, office.order);
  await office.as(COLLEGE.registrar, async (person, page) => {
    await page.goto(office.order);
    const list = await taken(page, () => panel(page).getByRole("link", { name: t.Workbook.take_template }).click());
    const { row, columns } = list.headings("STT");
    fillIn(list, 3, []);
    const names = (name) => [0, 1, 2].forEach((i) => list.set(`${columns["Lớp"]}${row + 1 + i}`, i === 1 ? name : cohorts[0].name));
    names("Lớp không có");
    await send(person, "ca-don.xlsx", list);
    assert.deepEqual(await figures(page), { [t.Workbook.all_rows]: "3", [t.Workbook.new]: "2", [t.Workbook.error]: "1" });
    assert.deepEqual(await faulty(page), [`${columns["Lớp"]}${row + 2}`]);
    await office.clean(person);
    await person.link(t.Workbook.to_order).click();
    assert.equal(new URL(page.url()).pathname, office.order);
    names(cohorts[0].name);
    await send(person, "ca-don-da-sua.xlsx", list);
    assert.deepEqual(await figures(page), { [t.Workbook.all_rows]: "3", [t.Workbook.new]: "3" });
    await office.press(person, `${t.Workbook.accept_all} (3)`);
    await page.getByText(`3 ${t.Workbook.enrolled}`).waitFor({ timeout: 120_000 });
    await office.clean(person);
  });
  assert.equal((await house.ask(COLLEGE.registrar, office.cohort)).learners.total, 3);
});
