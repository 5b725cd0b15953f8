// Adds and removes rows of a form at once. Without this script the same buttons ask the server for a row more or less.
"use strict";

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-add], [data-remove]");
  const rows = button?.closest("[data-rows]");
  if (!rows) return;
  event.preventDefault();
  if (button.hasAttribute("data-add")) add(rows);
  else remove(rows, button.closest(".row"));
  rows.dispatchEvent(new Event("input", { bubbles: true }));
});

function add(rows) {
  const count = rows.querySelector("[data-count]");
  const pattern = rows.querySelector("template");
  const number = Number(count.value);
  // Names, ids and what refers to them are attributes; text never holds the mark.
  const made = document.createElement("template");
  made.innerHTML = pattern.innerHTML.replaceAll("__n__", String(number));
  const row = made.content.firstElementChild;
  pattern.before(row);
  count.value = String(number + 1);
  row.querySelector("input, select, textarea")?.focus();
}

function remove(rows, row) {
  // Numbers keep their gaps: the server leaves out what is not there.
  const next = row.nextElementSibling?.querySelector("input, select, textarea, button");
  row.remove();
  (next ?? rows.querySelector("[data-add]")).focus();
}
