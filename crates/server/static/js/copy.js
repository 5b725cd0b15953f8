// Copies what a page shows: the button names the element, and says that it is done.
"use strict";

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) break;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const text = document.getElementById(button.dataset.copy)?.textContent.trim() ?? "";
    await navigator.clipboard.writeText(text);
    const told = button.querySelector("[data-copied]");
    told.hidden = false;
    told.classList.remove("vh");
  });
}
