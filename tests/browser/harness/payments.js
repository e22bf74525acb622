// What is done with an approved statement until its money has arrived: an invoice, a place in a batch, a confirmation.
import assert from "node:assert/strict";

/** Where a statement, or a batch, stands in the tables of `/payments`. */
export function row(page, path) {
  return page.locator("main tbody tr", { has: page.locator(`a[href='${path}']`) }).first();
}

/** The box that puts it into a batch. */
export function tick(page, statement) {
  return row(page, statement).locator("[name=statements]");
}

/** Whoever is paid records the invoice of the trip's newest statement. */
export async function invoice(trip, login, number, amount) {
  const { Payments } = trip.t;
  const id = trip.statement.split("/").at(-1);
  await trip.as(login, async (person, page) => {
    await trip.fromHome(person, "statements_coming");
    await page.goto("/payments");
    const form = page.locator(`form[action='${trip.statement}/invoice']`);
    await page.locator("details.proposal", { has: form }).locator("summary").click();
    await form.locator(`[name='invoice_number[${id}]']`).fill(number);
    await form.locator(`[name='invoiced_on[${id}]']`).fill("02/11/2026");
    await form.locator(`[name='amount[${id}]']`).fill(amount);
    await form.locator(`[name='vat[${id}]']`).selectOption("not_taxable");
    await form.getByRole("button", { name: Payments.record }).click();
    await trip.told(person, Payments.done_invoice);
  });
}

/** Sends a file, looks at what it would do, and takes it; without lines to find in it, it is refused. */
export async function confirmed(trip, person, file, lines) {
  const { page } = person;
  const { Payments } = trip.t;
  await page.goto("/payments");
  const panel = page.locator("details.proposal", { has: page.locator("form[action='/payments/confirmations']") });
  if ((await panel.getAttribute("open")) === null) await panel.locator("summary").click();
  await panel.locator("[name=file]").setInputFiles(file);
  await panel.getByRole("button", { name: Payments.look }).click();
  if (!lines) return;
  await page.waitForURL("**/payments/confirmations/*");
  const said = await page.locator("main").innerText();
  for (const part of lines) assert.ok(said.includes(part), `${part}: ${said}`);
  await trip.clean(person);
  await trip.press(person, Payments.take);
  await trip.told(person, Payments.done_confirmation_taken);
  await trip.clean(person);
}
