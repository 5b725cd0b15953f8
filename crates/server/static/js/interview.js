// An interview by keyboard: digits and letters answer, arrows move, and each answer is sent as it is given.
// Without this script the same buttons send the same form, one page for each item.

const place = () => document.getElementById('interview');
let sending = false;

/** Puts what the server says in the place of what is shown; a page of another kind is shown as such. */
function show(html, address) {
  const page = new DOMParser().parseFromString(html, 'text/html');
  const next = page.getElementById('interview');
  const told = page.querySelector('.errors');
  if (!next || told) {
    location.assign(address);
    return;
  }
  place().replaceWith(document.adoptNode(next));
  history.replaceState(undefined, '', address);
  document.getElementById('answer').focus();
}

/** Sends a form or follows a link; what could not be sent is said, and stays as it is. */
async function go(address, options) {
  if (sending) return;
  sending = true;
  const failed = document.getElementById('failed');
  try {
    const answer = await fetch(address, options);
    failed.hidden = true;
    if (answer.ok) show(await answer.text(), answer.url);
    else if (options) location.reload();
    else location.assign(address);
  } catch {
    failed.hidden = false;
    failed.scrollIntoView({ block: 'nearest' });
  } finally {
    sending = false;
  }
}

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (!form.matches('.interview-item')) return;
  event.preventDefault();
  const body = new URLSearchParams(new FormData(form, event.submitter));
  go(form.action, { method: 'POST', body });
});

document.addEventListener('click', (event) => {
  const link = event.target.closest('#interview a[href]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  go(link.href);
});

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  const at = event.target;
  if (at instanceof HTMLElement && at.closest('input, textarea, select, [contenteditable]')) return;
  const link = { ArrowLeft: 'prev', ArrowRight: 'next' }[event.key];
  const found = link
    ? place()?.querySelector(`a[rel="${link}"]`)
    : [...(place()?.querySelectorAll('[data-key]') ?? [])].find((button) => button.dataset.key === event.key);
  if (!found) return;
  event.preventDefault();
  found.click();
});
