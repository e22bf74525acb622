// Every page that can be opened, and by whom. A page of the router that is not here fails the suite: add a line.
// `path` may look something up in the year that was played; `shot` names the picture in backend/docs/pages.
import { COLLEGE } from "./harness/year.js";

export const PAGES = [
  { name: "sign-in", path: "/sign-in", shot: "sign-in" },
  { name: "help", path: "/help" },
  { name: "home of the accountant", login: "accountant", path: "/", shot: "home" },
  { name: "home of the planner", login: "planner", path: "/" },
  { name: "home of the approver", login: "approver", path: "/" },
  { name: "home of the chief accountant", login: "chief-accountant", path: "/" },
  { name: "home of the director", login: COLLEGE.director, path: "/" },
  { name: "home of the registrar", login: COLLEGE.registrar, path: "/" },
  { name: "home of the host coordinator", login: "host.dn-fpt-software", path: "/" },
  { name: "home of the auditor", login: "auditor", path: "/" },
  { name: "home of the administrator", login: "administrator", path: "/" },
  { name: "programme", login: "auditor", path: "/programmes/qd1446" },
  { name: "programme of a college", login: COLLEGE.registrar, path: "/programmes/qd1446" },
  { name: "programme without orders", login: "auditor", path: "/programmes/qd374" },
  { name: "orders", login: "planner", path: "/orders", shot: "orders" },
  { name: "orders, none found", login: "planner", path: "/orders?q=khong-co" },
  { name: "place an order", login: "planner", path: "/orders/new", shot: "place-order" },
  { name: "home of the head", login: "head", path: "/" },
  { name: "order to approve", login: "approver", path: (year) => `/orders/${year.submitted}` },
  { name: "amended order", login: "planner", path: (year) => `/orders/${year.amended}` },
  { name: "drafts", login: "planner", path: "/drafts" },
  { name: "a draft", login: "planner", path: (year) => `/drafts/${year.draft}` },
  { name: "amend an order", login: "planner", path: (year) => `/orders/${year.amended}/amend` },
  { name: "answer to an order that runs", login: COLLEGE.director, path: (year) => `/orders/${year.order}/answer`, status: 403 },
  { name: "reallocate places", login: "planner", path: "/reallocations" },
  { name: "approval bands", login: "administrator", path: "/bands" },
  { name: "order", login: "accountant", path: (year) => `/orders/${year.order}`, shot: "order" },
  { name: "cohort", login: COLLEGE.registrar, path: (year) => `/cohorts/${year.cohort}`, shot: "cohort" },
  { name: "enrol", login: COLLEGE.registrar, path: (year) => `/cohorts/${year.cohort}/enrol`, shot: "enrol" },
  { name: "graduation", login: COLLEGE.registrar, path: (year) => `/cohorts/${year.cohort}/graduation` },
  { name: "learner", login: "auditor", path: (year) => `/learners/${year.learner}`, shot: "learner" },
  { name: "part of a learner", login: "auditor", path: (year) => `/enrolments/${year.enrolment}/parts/${year.part}` },
  { name: "workbook", login: COLLEGE.registrar, path: (year) => year.workbook },
  { name: "work-study", login: COLLEGE.registrar, path: (year) => `/cohorts/${year.cohort}/work-study` },
  { name: "placements", login: COLLEGE.registrar, path: (year) => `/cohorts/${year.cohort}/placements` },
  { name: "hours of a month", login: COLLEGE.registrar, path: (year) => `/cohorts/${year.cohort}/hours/2025-10` },
  { name: "report of a learner", login: COLLEGE.registrar, path: (year) => `/enrolments/${year.enrolment}/report` },
  { name: "correction", login: COLLEGE.registrar, path: (year) => `/enrolments/${year.enrolment}/facts/${year.fact}/correction` },
  { name: "own account", login: "planner", path: "/account" },
  { name: "people", login: "administrator", path: "/people" },
  { name: "a person", login: "administrator", path: "/people/1" },
  { name: "who looked", login: "auditor", path: "/access" },
  { name: "the trail", login: "auditor", path: "/audit" },
  { name: "an entry of the trail", login: "auditor", path: "/audit/9" },
  { name: "an invitation nobody sent", path: "/invitations/0000", status: 404 },
  { name: "statements", login: "accountant", path: "/statements" },
  { name: "statements, none found", login: "accountant", path: "/statements?state=prepared" },
  { name: "statement", login: "chief-accountant", path: (year) => `/statements/${year.statement}`, shot: "statement" },
  { name: "why", login: "auditor", path: (year) => `/lines/${year.line}`, shot: "why" },
  { name: "a page that is not there", login: "planner", path: "/orders/999999", status: 404 },
  { name: "a page that is not permitted", login: "auditor", path: "/orders/new", status: 403 },
];

/** Routes that answer with no page of their own: files, and what scripts ask. */
const FILES = [
  "/assets/style.css",
  "/assets/script.js",
  "/assets/icon.svg",
  "/audit.csv",
  "/cohorts/{id}/learners.xlsx",
  "/cohorts/{id}/template.xlsx",
  "/orders/{id}/minutes.pdf",
  "/workbooks/{id}/annotated.xlsx",
  "/workbooks/{id}/progress",
];

/** Pages that need a key handed over by somebody, or a sign-in half done. Their samples are looked at instead. */
const BY_KEY = ["/invitations/{token}", "/sign-in/code"];

export const NO_PAGES = [...FILES, ...BY_KEY];
