// Enhances forms; every page works without it. Adds and removes rows, asks before what cannot be undone, and
// brings the error summary into focus.
"use strict";

/** Renames a row's fields and ids to its place: `learners[3].sex`, `at-learners-3-sex`. */
function number(row, index) {
  row.id = row.id.replace(/-\d+$/, "-" + index);
  for (const shown of row.querySelectorAll("[data-number]")) shown.textContent = String(index + 1);
  for (const part of row.querySelectorAll("[name], [id], label[for], [aria-describedby]")) {
    if (part.name) part.name = part.name.replace(/\[\d+\]/, "[" + index + "]");
    if (part.id) part.id = part.id.replace(/-\d+-/, "-" + index + "-");
    if (part.htmlFor) part.htmlFor = part.htmlFor.replace(/-\d+-/, "-" + index + "-");
    const described = part.getAttribute("aria-describedby");
    if (described) part.setAttribute("aria-describedby", described.replace(/-\d+-/, "-" + index + "-"));
  }
}

/** Empties a copied row; what the next row most likely shares stays. */
function clear(row) {
  for (const error of row.querySelectorAll(".field-error")) error.remove();
  for (const field of row.querySelectorAll("input, select")) {
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
    if (!field.hasAttribute("data-keep")) field.value = "";
  }
}

function rows(box) {
  return Array.from(box.querySelectorAll("[data-row]"));
}

function offerRemoval(box) {
  const all = rows(box);
  for (const row of all) {
    const shown = row.querySelector(".row-remove");
    if (all.length === 1) {
      if (shown) shown.remove();
    } else if (!shown) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "quiet row-remove";
      button.textContent = "×";
      button.title = box.dataset.remove;
      button.setAttribute("aria-label", box.dataset.remove);
      button.addEventListener("click", function () {
        row.remove();
        rows(box).forEach(number);
        offerRemoval(box);
        const next = box.querySelector("input, select");
        if (next) next.focus();
      });
      row.querySelector(".fields").append(button);
    }
  }
}

for (const box of document.querySelectorAll("[data-rows]")) {
  const add = document.createElement("button");
  add.type = "button";
  add.textContent = "+ " + box.dataset.add;
  add.setAttribute("data-add-row", "");
  add.addEventListener("click", function () {
    const all = rows(box);
    const last = all[all.length - 1];
    if (!last) return;
    const row = last.cloneNode(true);
    const kept = last.querySelectorAll("select");
    row.querySelectorAll("select").forEach(function (select, i) { select.value = kept[i].value; });
    for (const button of row.querySelectorAll(".row-remove")) button.remove();
    clear(row);
    last.after(row);
    rows(box).forEach(number);
    offerRemoval(box);
    row.querySelector("input, select").focus();
  });
  if (rows(box).length > 0) box.after(add);
  offerRemoval(box);
}

for (const form of document.querySelectorAll("form[data-confirm]")) {
  form.addEventListener("submit", function (event) {
    const asks = !(event.submitter && "noConfirm" in event.submitter.dataset);
    if (asks && !window.confirm(form.dataset.confirm)) event.preventDefault();
  });
}

/** Shows how far the work is, and the page anew once it is done. */
function follow(box) {
  fetch(box.dataset.progress, { headers: { accept: "application/json" } })
    .then(function (answer) { return answer.ok ? answer.json() : Promise.reject(answer); })
    .then(function (now) {
      if (!now.at_work) {
        // The same address, with what it says was just done: somebody may still be reading that.
        window.location.reload();
        return;
      }
      const bar = box.querySelector("progress");
      bar.max = now.total || 1;
      bar.value = now.done;
      box.querySelector("[data-said]").textContent = now.said;
      window.setTimeout(follow, 700, box);
    })
    .catch(function () { window.setTimeout(follow, 3000, box); });
}

for (const box of document.querySelectorAll("[data-progress]")) follow(box);

/** Posts the form to its check a moment after each change, and shows what the gates say to what is typed by then. */
function watch(form) {
  let timer = 0;
  let asked = 0;
  form.addEventListener("input", function () {
    window.clearTimeout(timer);
    timer = window.setTimeout(function () {
      const turn = ++asked;
      const sent = { method: "POST", body: new URLSearchParams(new FormData(form)) };
      fetch(form.dataset.check, sent).then(function (answer) {
        return answer.ok ? answer.text() : "";
      }).then(function (text) {
        const page = new DOMParser().parseFromString(text, "text/html");
        const gates = page.getElementById("gates");
        if (gates && turn === asked) document.getElementById("gates").replaceChildren(...gates.childNodes);
      }).catch(function () {
        // The line is down; the button asks again.
      });
    }, 600);
  });
}

for (const form of document.querySelectorAll("form[data-check]")) watch(form);

const summary = document.querySelector("[data-focus]");
if (summary) summary.focus();
