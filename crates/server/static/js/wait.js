/** Looks again while something is being computed, and shows it when it is there. Without this script a link does it. */

const PAUSE_MS = 2_000;
/** Five minutes: nothing that is computed takes so long. */
const LOOKS_MAX = 150;

async function look(left) {
  const answer = await fetch(location.href).catch(() => undefined);
  if (answer?.ok) {
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const still = page.querySelector('[data-wait]');
    if (!still) return location.reload();
    const here = document.querySelector('[data-wait]');
    if (here.textContent !== still.textContent) here.textContent = still.textContent;
  }
  if (left > 0) setTimeout(look, PAUSE_MS, left - 1);
}

setTimeout(look, PAUSE_MS, LOOKS_MAX);
