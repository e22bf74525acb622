// Work-study from its first to its last step: a host, a plan, placements, a trainer, hours that the host's coordinator enters
// on a phone, what the college contests and the host answers, and what the learner reads of it. In Vietnamese.
import assert from "node:assert/strict";

import { PHONE, Person } from "../harness/chromium.js";
import { Trip, workers } from "../harness/office.js";
import { inOrder, opened } from "../harness/steps.js";
import { texts } from "../harness/texts.js";
import { COLLEGE, HOST } from "../harness/year.js";

const t = texts("vi");
/** The width of the phones that most people here hold. */
const HAND = { ...PHONE, width: 390 };
const CONTEST = "Sổ theo dõi ghi 104 giờ";
const SECRET = "ngỗng xám qua sông";
const learners = workers(950);

let portal;
let browser;
let office;
let phone;
opened(async (house) => {
  ({ portal, browser, office } = house);
  phone = new Trip(portal, browser, "vi", COLLEGE, { viewport: HAND });
  await office.place(learners.length);
  await office.approve();
  await office.accept();
  portal.turnTo("2026-11-10");
  await office.enrol(learners);
});

const step = inOrder();
const words = (page) => page.locator("main").innerText();
const november = (page) => page.locator("main tbody tr", { hasText: "Tháng 11/2026" }).filter({ hasText: HOST.name });
const row = (page, name) => page.locator("main tbody tr", { hasText: name });

step("the registrar names the host, plans the hours, and is told every fault of the placements", () =>
  office.as(COLLEGE.registrar, async (person, page) => {
    await page.goto(office.order);
    const host = page.locator(`form[action='${office.order}/hosts']`);
    await person.field(t.Fields.host, host).selectOption({ label: HOST.name });
    await person.field(t.Fields.agreement, host).fill("05/TT-ĐT");
    await host.getByRole("button", { name: t.Deeds.add_host }).click();
    await office.told(person, t.Deeds.done_host);

    await page.goto(`${office.cohort}/work-study`);
    assert.equal(await person.heading(), t.WorkStudy.heading);
    await person.button(t.WorkStudy.plan_save).click();
    await page.locator(".issues").waitFor();
    await office.clean(person);
    await person.field(t.Fields.hours_college).fill("160");
    await person.field(t.Fields.hours_enterprise).fill("300");
    await person.button(t.WorkStudy.plan_save).click();
    await office.told(person, t.Deeds.done_planned);
    assert.match(await words(page), /160.*300/s);

    await person.link(t.WorkStudy.place).click();
    const rows = page.locator("fieldset.placement");
    assert.equal(await rows.count(), learners.length);
    for (const i of learners.keys()) {
      await person.field(t.Fields.host, rows.nth(i)).selectOption({ label: HOST.name });
      await person.field(t.WorkStudy.place_from, rows.nth(i)).fill("08/11/2026");
    }
    await person.button(t.WorkStudy.place_send).click();
    await page.locator(".issues").waitFor();
    assert.equal(await page.locator(".issues li").count(), learners.length, "before the enrolment, each of them");
    await office.clean(person);
    for (const i of learners.keys()) await person.field(t.WorkStudy.place_from, rows.nth(i)).fill("10/11/2026");
    await person.button(t.WorkStudy.place_send).click();
    await office.told(person, t.Deeds.done_learners_placed);
    assert.match(await words(page), new RegExp(`${HOST.name}\\s+${learners.length} ${t.WorkStudy.people}`));
    await office.clean(person);
  }));

step("the host's coordinator names the trainer", () =>
  phone.as(HOST.coordinator, async (person, page) => {
    await page.goto(`${office.cohort}/work-study`);
    assert.ok((await words(page)).includes(t.WorkStudy.no_trainers));
    await person.field(t.Fields.trainer_name).fill("Vũ Đình Khôi");
    await page.locator("[name=qualification]").selectOption({ label: "Chứng chỉ kỹ năng nghề" });
    await person.field(t.Fields.document).fill("KNN 0421/2021");
    await person.button(t.WorkStudy.trainer_add).click();
    await office.told(person, t.Deeds.done_trainer);
    assert.match(await row(page, "Vũ Đình Khôi").innerText(), /FPT Software.*Chứng chỉ kỹ năng nghề.*KNN 0421\/2021/s);
    await office.clean(person);
  }));

step("a month that is not over takes no hours, and then the coordinator enters them on a phone", async () => {
  const month = `${office.cohort}/hours/2026-11`;
  await phone.as(HOST.coordinator, async (person, page) => {
    await page.goto(month);
    assert.ok((await words(page)).includes(t.WorkStudy.not_over));
    assert.equal(await person.button(t.WorkStudy.enter).count(), 0);
  });
  portal.turnTo("2026-12-01");
  await phone.enterHours(HOST.coordinator, month, ["112", "104", "96"]);
});

step("the director sends them back once, and confirms them when they come again", async () => {
  const month = `${office.cohort}/hours/2026-11`;
  await office.as(HOST.director, async (person, page) => {
    assert.equal(await page.locator("ul.waiting a", { hasText: "chờ xác nhận" }).count(), 1, "it waits on the home page");
    await page.goto(`${office.cohort}/work-study`);
    assert.match(await november(page).innerText(), new RegExp(`${t.WorkStudy.waiting}\\s*3`, "i"));
    await page.goto(month);
    await person.field(t.WorkStudy.return_note).fill("Ngày 20/11 nghỉ, xem trang 3");
    await person.button(t.WorkStudy.return_entered).click();
    await office.told(person, t.Deeds.done_hours_returned);
    await office.clean(person);
  });
  await phone.as(HOST.coordinator, async (person, page) => {
    assert.equal(await page.locator("ul.waiting a", { hasText: "trả lại" }).count(), 1);
    await page.goto(month);
    assert.match(await page.locator("main").innerText(), /Ngày 20\/11 nghỉ/);
    const rows = page.locator("fieldset.hours");
    assert.equal(await person.field(t.Fields.hours, rows.first()).inputValue(), "112", "what was entered is there to be mended");
    await person.button(t.WorkStudy.enter).click();
    await office.told(person, t.Deeds.done_hours_entered);
    await office.clean(person);
  });
  await office.confirmHours(HOST.director, month);
});

/** The first of the list, as the class has it: whose hours are contested. */
let contested;

step("the college contests hours with a reason", () =>
  office.as(COLLEGE.registrar, async (person, page) => {
    await page.goto(`${office.cohort}/hours/2026-11`);
    const of = page.locator("main tbody tr", { hasText: "112" });
    contested = (await of.locator("th").innerText()).split("*")[0].trim();
    await of.locator("[name=contested]").check();
    await person.button(t.WorkStudy.contest).click();
    await page.locator(".issues").waitFor();
    assert.ok(await of.locator("[name=contested]").isChecked(), "what was ticked stays ticked");
    await office.clean(person);
    await person.field(t.Fields.contest_reason).fill(CONTEST);
    await person.button(t.WorkStudy.contest).click();
    await office.told(person, t.Deeds.done_contested);
    assert.ok((await of.innerText()).includes(CONTEST), await of.innerText());
    await office.clean(person);
    await page.goto(`${office.cohort}/work-study`);
    assert.match(await november(page).innerText(), new RegExp(`${t.WorkStudy.contested}\\s*1`, "i"));
  }));

step("the host finds the contest at home, and answers it with the right hours and a reason", () =>
  phone.as(HOST.coordinator, async (person, page) => {
    const waiting = page.locator("ul.waiting a", { hasText: "phản đối" });
    assert.equal(await waiting.count(), 1, "it waits on the home page");
    await waiting.click();
    await page.goto(`${office.cohort}/hours/2026-11`);
    const of = page.locator("fieldset.hours", { hasText: contested });
    assert.ok((await of.innerText()).includes(CONTEST) && (await of.innerText()).includes(t.WorkStudy.contest_answer));
    await person.field(t.Fields.hours, of).fill("104");
    await person.button(t.WorkStudy.enter).click();
    await page.locator(".issues").waitFor();
    await page.locator("main [name=reason]").fill("Đã đối chiếu sổ, trừ một ngày nghỉ");
    await person.button(t.WorkStudy.enter).click();
    await office.told(person, t.Deeds.done_hours_entered);
    await office.clean(person);
  }));

step("the answer counts once the director confirms it", async () => {
  const month = `${office.cohort}/hours/2026-11`;
  await office.confirmHours(HOST.director, month);
  await phone.as(HOST.coordinator, async (_, page) => {
    await page.goto(month);
    const of = page.locator("fieldset.hours", { hasText: contested });
    assert.ok(!(await of.innerText()).includes(CONTEST), "the contest is answered");
  });
});

step("the college sees the answer, and the auditor finds contest and answer in the trail", async () => {
  await office.as(COLLEGE.registrar, async (person, page) => {
    await page.goto(`${office.cohort}/hours/2026-11`);
    const said = await row(page, contested).innerText();
    assert.match(said, /104.*đã trả lời phản đối.*trừ một ngày nghỉ/is);
    await page.goto(`${office.cohort}/work-study`);
    assert.ok(!(await november(page).innerText()).includes(t.WorkStudy.contested));
    await office.clean(person);
  });
  await office.as("auditor", async (_, page) => {
    await page.goto("/audit?from=01/12/2026");
    const trail = await page.locator("main tbody tr").allInnerTexts();
    assert.ok(trail.some((entry) => entry.includes(HOST.name)) && trail.some((entry) => entry.includes(COLLEGE.name)), trail.join("\n"));
  });
});

step("the learner reads the host, the hours, and that they were corrected", async () => {
  const { learners: of } = await portal.ask(COLLEGE.registrar, `/cohorts/${office.cohort.split("/").at(-1)}`);
  const learner = of.rows.find((one) => one.full_name === contested).learner_id;
  let link;
  let personalId;
  await office.as(COLLEGE.registrar, async (person, page) => {
    await page.goto(`/learners/${learner}`);
    await person.field(t.Fields.look_reason).fill("Lập tài khoản cho người học");
    await person.button(t.People.unmask).click();
    personalId = await page.getByText(/^\d{12}$/).innerText();
  });
  await office.as("administrator", async (person, page) => {
    await page.goto("/people");
    const form = page.locator("main form[action='/people'][method=post]");
    await person.field(t.Fields.full_name, form).fill(contested);
    await person.field(t.Fields.login, form).fill("nguoi.hoc.moi");
    await form.locator("[name=role]").selectOption("learner");
    await form.locator("[name=organisation]").selectOption({ label: COLLEGE.name });
    await form.locator("[name=personal_id]").fill(personalId);
    await person.button(t.People.invite).click();
    link = (await words(page)).match(/\/invitations\/\S+/)[0];
  });
  const person = await Person.sitDown(browser, portal, { viewport: HAND });
  const { page } = person;
  await page.goto(link);
  await page.locator("main [name=password]").fill(SECRET);
  await page.locator("main form button[type=submit]").click();
  await office.told(person, t.People.done_joined);
  await person.signIn("nguoi.hoc.moi", SECRET);
  assert.equal(await person.heading(), contested);
  const old = await page.locator("tr.superseded", { hasText: "112 giờ tại doanh nghiệp" }).allInnerTexts();
  assert.equal(old.length, 2, "what the host had said, and that the college did not agree");
  assert.match(old[0], new RegExp(t.Learner.superseded, "i"));
  assert.ok(old[1].includes(CONTEST), old[1]);
  const now = page.locator("table.facts tr:not(.superseded)", { hasText: "104 giờ tại doanh nghiệp" });
  assert.match(await now.innerText(), new RegExp(`30/11/2026.*${HOST.name}`, "s"));
  await office.clean(person);
  await person.leave();
});
