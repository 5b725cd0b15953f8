// The meeting by keyboard: arrows go to the family before and after, b to the decisions, u to a new task, escape to the list.
"use strict";

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const at = event.target;
  if (at instanceof HTMLElement && at.closest("input, textarea, select, [contenteditable]")) {
    if (event.key === "Escape") at.blur();
    return;
  }
  const go = (rel) => document.querySelector(`a[rel="${rel}"]`)?.click();
  const write = (id) => {
    const field = document.getElementById(id);
    if (!field) return;
    event.preventDefault();
    field.scrollIntoView({ block: "center" });
    field.focus();
  };
  switch (event.key) {
    case "ArrowLeft":
      go("prev");
      break;
    case "ArrowRight":
      go("next");
      break;
    case "b":
      write("decisions");
      break;
    case "u":
      write("task-text");
      break;
    case "Escape":
      go("up");
      break;
  }
});
