// What the suites need of the played year, looked up through the API.

/** A college whose people have sign-ins, and a course it may give. */
export const COLLEGE = {
  name: "Trường Cao đẳng Bách khoa Đà Nẵng",
  registrar: "registrar.cd-bach-khoa-da-nang",
  director: "director.cd-bach-khoa-da-nang",
  /** Elementary, five months: its price decision and what it costs. */
  occupation: "DTL-01",
  priceDong: 2_500_000,
};

/** Another course of the same college. */
export const SECOND_COURSE = { ...COLLEGE, occupation: "DTL-07", priceDong: 2_000_000 };

/** A firm that trains learners of that college, and a month of the played year for which it has reported no hours yet. */
export const HOST = {
  name: "FPT Software",
  coordinator: "host.dn-fpt-software",
  director: "host-director.dn-fpt-software",
  missing: "/cohorts/1/hours/2026-01",
  hours: ["40", "38", "40", "36", "40", "32"],
};

/** A learner with a sign-in, whose certificate was annulled. */
export const LEARNER = { login: "nguoi-hoc", page: "/learners/1", name: "Nguyễn Hà Anh", serial: "037-000001" };

/** A running order of that college with learners, results and paid statements. */
export async function lookUp(portal) {
  const ask = (where) => portal.ask("auditor", where);
  const orders = (await ask("/orders")).rows;
  const order = orders.find((row) => row.provider.name === COLLEGE.name && row.state.code === "accepted");
  const cohort = (await ask(`/orders/${order.id}`)).cohorts[0];
  const learners = (await ask(`/cohorts/${cohort.id}`)).learners.rows;
  const learner = learners.find((row) => row.accepted_dong > 0);
  const { enrolments } = await ask(`/learners/${learner.learner_id}`);
  const enrolment = enrolments.find((row) => row.order_id === order.id);
  const line = enrolment.lines.at(-1);
  const list = "Họ và tên,Số định danh cá nhân,Ngày sinh\nNguyễn Văn An,048204001234,31/02/2004\n";
  const workbook = await portal.upload(COLLEGE.registrar, `/cohorts/${cohort.id}/workbooks?kind=enrolment`, "lop.csv", list);
  const accepted = orders.filter((row) => row.state.code === "accepted");
  const views = await Promise.all(accepted.map((row) => ask(`/orders/${row.id}`)));
  await portal.ask("planner", "/orders");
  const cookie = `dathang_session=${portal.tokens.get("planner")}`;
  const drafts = await (await fetch(portal.url("/drafts"), { headers: { cookie } })).text();
  const papers = await (await fetch(portal.url(`/orders/${order.id}/papers`), { headers: { cookie } })).text();
  const paper = /href="\/papers\/(\d+)"/.exec(papers)[1];
  const issued = await (await fetch(portal.url(`/papers/${paper}`), { headers: { cookie } })).text();
  return {
    paper,
    code: /check\?code=([0-9A-Z-]+)"/.exec(issued)[1],
    submitted: orders.find((row) => row.state.code === "submitted").id,
    amended: views.find((view) => view.amendments.length > 0).id,
    draft: /href="\/drafts\/(\d+)"/.exec(drafts)[1],
    workbook,
    fact: enrolment.facts.at(-1).id,
    order: order.id,
    orderNumber: order.number,
    cohort: cohort.id,
    learner: learner.learner_id,
    learnerName: learner.full_name,
    enrolment: enrolment.id,
    part: enrolment.parts[0].code,
    statement: line.statement_id,
    line: line.id,
  };
}
