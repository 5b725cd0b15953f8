// An interview by keyboard: digits and letters answer, arrows move, and each answer is sent as it is given.
// Without this script the same buttons send the same form, one page for each item.

import { formOf, interviews, keepInterview } from './interviews.js';
import { take } from './vault.js';

const PAUSE_MS = 30 * 60_000;
const place = () => document.getElementById('interview');
const whole = place()?.dataset.whole;
let sending = false;

// ---- for when there is no network ----

/** The answers of this page, by the name that they have among all questions. */
const given = {};

/** Keeps all questions on this device, with the answers so far. */
async function keepWhole() {
  await take(document.body.dataset.owner);
  const answer = await fetch(whole);
  if (!answer.ok) return;
  const form = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById('whole');
  if (form) await keepInterview({ path: whole, label: form.dataset.label, html: form.outerHTML, given, at: Date.now() });
}

const keptWhole = async () => (await interviews()).find(({ path }) => path === whole);

/** Keeps an answer here too, for the page of all questions; before that page is here, with it. */
async function noteAnswer(item, value) {
  given[`a_${item}`] = value;
  const one = await keptWhole();
  if (one) await keepInterview({ ...one, given: { ...one.given, ...given } });
}

/** All questions in the place of one. Says whether they were kept. */
async function showWhole() {
  const one = await keptWhole().catch(() => undefined);
  if (!one) return false;
  const form = formOf(one);
  place().replaceChildren(form);
  const away = document.getElementById('away');
  away.hidden = false;
  away.focus();
  // Kept at once, as if it had been typed.
  form.elements.version.dispatchEvent(new Event('input', { bubbles: true }));
  return true;
}

// ---- the time ----

/** How long the call has gone on: since the page was opened, with pauses that are shorter than a call. */
function showTime() {
  const timer = document.getElementById('timer');
  if (!timer) return;
  const name = `hemma-timer ${whole}`;
  const [began, seen] = (sessionStorage.getItem(name) ?? '').split(' ').map(Number);
  const now = Date.now();
  const since = seen && now - seen < PAUSE_MS ? began : now;
  sessionStorage.setItem(name, `${since} ${now}`);
  const minutes = Math.floor((now - since) / 60_000);
  const unit = { style: 'unit', unit: 'minute', unitDisplay: 'short' };
  timer.lastElementChild.textContent = minutes.toLocaleString(document.documentElement.lang, unit);
  timer.hidden = false;
}

if (whole) {
  keepWhole().catch(() => {});
  showTime();
  setInterval(showTime, 10_000);
}

// ---- one item after the other ----

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
    if (await showWhole()) return;
    failed.hidden = false;
    failed.scrollIntoView({ block: 'nearest' });
  } finally {
    sending = false;
  }
}

document.addEventListener('submit', async (event) => {
  const form = event.target;
  if (!form.matches('.interview-item')) return;
  event.preventDefault();
  const body = new URLSearchParams(new FormData(form, event.submitter));
  await noteAnswer(form.action.split('/').at(-1), body.get('answer')).catch(() => {});
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
