// What every page does beyond what the server sent: keeps what is typed, says when it is kept, works without a network.

import { dropInterview } from './interviews.js';
import { followNight } from './night.js';
import { add, items, remove, send } from './outbox.js';
import { ago, part, t } from './text.js';
import { forget, holder, keep, kept, take } from './vault.js';

const TYPING_MS = 900;
const FAMILIES_MS = 2 * 3_600_000;
const WARNING_MS = 120_000;
// Letters of the longest text that anything here takes; a field that takes fewer says so itself.
const LETTERS_MAX = 20_000;
// A slow network holds nobody up for long: what is not kept by then is kept as the page goes.
const LEAVING_MS = 3_000;
const { owner, idle } = document.body.dataset;
const json = { accept: 'application/json', ...(owner && { 'x-hemma-owner': owner }) };
let held;

const clock = () => ago(0).time;

// ---- the session ----

let ends = Date.now() + Number(idle) * 1000;
let warning;

/** The server has heard from this person: the session goes on, in every tab. */
function heard() {
  ends = Date.now() + Number(idle) * 1000;
  localStorage.setItem('hemma-ends', String(ends));
}

async function ask(path, options = {}) {
  const answer = await fetch(path, { redirect: 'manual', ...options, headers: { ...json, ...options.headers } });
  if (answer.ok) heard();
  return answer;
}

function watchSession() {
  const left = Math.max(ends, Number(localStorage.getItem('hemma-ends')) || 0) - Date.now();
  if (left > WARNING_MS) {
    if (warning?.open) warning.close();
    return;
  }
  warning ??= askToStay();
  warning.querySelector('[data-ended]').hidden = left > 0;
  warning.querySelector('[data-left]').hidden = left <= 0;
  if (!warning.open) warning.showModal();
}

function askToStay() {
  const dialog = document.body.appendChild(part('session'));
  dialog.querySelector('[data-stay]').addEventListener('click', stay);
  dialog.querySelector('[data-sign-in]').addEventListener('click', signIn);
  return dialog;
}

async function stay() {
  const answer = await ask('/session/stay', { method: 'POST' }).catch(() => undefined);
  if (answer?.ok) warning.close();
  else if (answer) over();
}

/** The session has ended; what was typed is kept. */
function over() {
  if (!owner) return;
  ends = 0;
  localStorage.setItem('hemma-ends', '0');
  watchSession();
}

function signIn() {
  location.assign(`/sign-in?next=${encodeURIComponent(location.pathname)}`);
}

// ---- keeping what is typed ----

const fields = (form, by) => new URLSearchParams(new FormData(form, by)).toString();
const placeOf = (form) => new URL(form.action).pathname;
const states = new WeakMap();

function say(form, kind, text) {
  const line = form.querySelector('.saved') ?? document.querySelector('.page-head .saved') ?? lineBelow(form);
  // A line beside its field stays there.
  line.className = line.matches('.field-saved') ? `saved field-saved ${kind}` : `saved ${kind}`;
  line.textContent = text;
  return line;
}

function lineBelow(form) {
  const line = Object.assign(document.createElement('p'), { className: 'saved' });
  line.setAttribute('role', 'status');
  form.append(line);
  return line;
}

/** The first text of a form that nothing takes, and how much it may hold. Letters are counted as the server counts them. */
function tooLong(form) {
  for (const field of form.querySelectorAll('textarea, input:not([type]), input[type=text]')) {
    const most = Number(field.dataset.most) || LETTERS_MAX;
    const units = field.value.length;
    if (units <= most) continue;
    const letters = units > 2 * most ? units : [...field.value].length;
    if (letters > most) return { field, most, letters };
  }
  return undefined;
}

/** Says of a text that it is too long to be kept. It is not sent: trying again would not make it shorter. */
function sayTooLong(form, { field, most, letters }) {
  const written = (number) => number.toLocaleString(document.documentElement.lang);
  field.setAttribute('aria-invalid', 'true');
  field.dataset.long = '';
  return say(form, 'failed', t('too-long', { letters: written(letters), most: written(most) }));
}

/** A text that is too long keeps the page where it is: what stands in the field is nowhere else. */
function holdBack(form) {
  const long = tooLong(form);
  if (!long) return false;
  const line = sayTooLong(form, long);
  long.field.focus({ preventScroll: true });
  line.scrollIntoView({ block: 'nearest' });
  return true;
}

/** A form is being written in: keep it soon, and again once that is done. */
function typed(form) {
  const state = states.get(form) ?? {};
  states.set(form, state);
  state.changed = true;
  clearTimeout(state.timer);
  state.timer = setTimeout(() => save(form), TYPING_MS);
}

async function save(form, keepalive = false) {
  const state = states.get(form);
  if (!state?.changed || state.busy || state.sent) return;
  state.doing = keepNow(form, state, keepalive);
  await state.doing;
}

async function keepNow(form, state, keepalive) {
  clearTimeout(state.timer);
  const long = tooLong(form);
  if (long) {
    state.changed = false;
    sayTooLong(form, long);
    return;
  }
  for (const field of form.querySelectorAll('[data-long]')) {
    field.removeAttribute('aria-invalid');
    field.removeAttribute('data-long');
  }
  Object.assign(state, { changed: false, busy: true, stop: new AbortController() });
  say(form, 'saving', t('saving'));
  const body = fields(form);
  const place = placeOf(form);
  const draft = !('autosave' in form.dataset);
  try {
    const to = draft ? `/drafts?place=${encodeURIComponent(place)}` : form.action;
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const options = { method: 'POST', body, keepalive, signal: state.stop.signal, headers };
    await saved(form, await ask(to, options), draft);
    if (held) await keep(held, place, undefined);
  } catch {
    if (state.sent) return;
    if (held) await keep(held, place, { fields: [...new URLSearchParams(body)], saved: clock() });
    say(form, 'offline', t(held ? 'kept-here' : 'not-kept'));
  } finally {
    state.busy = false;
    if (state.changed && !state.sent) typed(form);
  }
}

async function saved(form, answer, draft) {
  if (answer.status === 401 || answer.type === 'opaqueredirect') {
    say(form, 'failed', t('signed-out'));
    over();
  } else if (answer.status === 409) {
    showConflict(form, await answer.text());
  } else if (answer.ok) {
    const told = await answer.json();
    if (!draft && told.version !== undefined) form.elements.version.value = told.version;
    form.nextElementSibling?.matches('.conflict') && form.nextElementSibling.remove();
    say(form, '', t('saved', { time: told.saved ?? clock() }));
    if (!draft) for (const one of document.querySelectorAll('[data-stale]')) one.hidden = false;
  } else {
    const told = await answer.json().catch(() => ({}));
    say(form, 'failed', told.error ?? told.faults?.map(({ text }) => text).join(' ') ?? t('not-saved'));
    if (answer.status >= 500) throw new Error('try again later');
  }
}

function showConflict(form, html) {
  const both = new DOMParser().parseFromString(html, 'text/html').querySelector('.conflict');
  if (form.nextElementSibling?.matches('.conflict')) form.nextElementSibling.remove();
  if (both) form.after(both);
  say(form, 'failed', t('conflict'));
}

const draftForms = () => [...document.querySelectorAll('form[data-draft], form[data-autosave]')];

/** What was typed before this script had come is kept too. What the browser itself brought back is no new text. */
function keepEarly() {
  if (performance.getEntriesByType('navigation')[0]?.type !== 'navigate') return;
  for (const form of draftForms()) {
    const texts = [...form.querySelectorAll('textarea, input:not([type]), input[type=text]')];
    if (texts.some((field) => field.value !== field.defaultValue)) typed(form);
  }
}

/** Puts what was typed before back into the form. */
function fill(form, draft) {
  const values = Map.groupBy(draft.fields, ([name]) => name);
  for (const [name, all] of values) {
    const said = all.map(([, value]) => value);
    const named = () => form.querySelectorAll(`[name="${CSS.escape(name)}"]`);
    const rows = named()[0]?.closest('.rows:not([data-rows] *)');
    for (let missing = rows ? said.length - named().length : 0; missing > 0; missing--) addRow(rows);
    if (named()[0]?.matches('[data-count]')) more(named()[0], Number(said[0]));
    let at = 0;
    for (const field of named()) {
      if (['checkbox', 'radio'].includes(field.type)) field.checked = said.includes(field.value);
      else if (field.type !== 'file' && at < said.length) field.value = said[at++];
    }
  }
  for (const box of form.querySelectorAll('input[type=checkbox]')) {
    if (!values.has(box.name)) box.checked = false;
  }
  const line = part('restored');
  line.querySelector('p').textContent = t('restored', { time: draft.saved });
  line.querySelector('button').addEventListener('click', () => startAgain(form));
  form.before(line);
}

/** Rows that are numbered and have a button of their own to add one. */
function more(count, wanted) {
  const button = count.closest('[data-rows]')?.querySelector('[data-add]');
  for (let had = -1; button && Number(count.value) < wanted && had !== count.value; ) {
    had = count.value;
    button.click();
  }
}

async function startAgain(form) {
  Object.assign(states.get(form) ?? {}, { sent: true });
  const place = placeOf(form);
  if (held) await keep(held, place, undefined);
  await ask(`/drafts/drop?place=${encodeURIComponent(place)}`, { method: 'POST' });
  location.reload();
}

/** Looks for what was typed before: first on this device, then at the server. */
export async function restore(all) {
  if (!all.length) return;
  const places = all.map(placeOf);
  const start = places.reduce((same, place) => {
    while (!place.startsWith(same)) same = same.slice(0, -1);
    return same;
  });
  const answer = owner && (await ask(`/drafts?under=${encodeURIComponent(start)}`).catch(() => undefined));
  const { drafts } = answer?.ok ? await answer.json() : { drafts: [] };
  for (const form of all) {
    const place = placeOf(form);
    const here = await kept(held, place);
    const there = form.dataset.draft === 'server' ? undefined : drafts.find((draft) => draft.place === place);
    const draft = here ?? there;
    if (!draft || states.get(form)?.changed) continue;
    fill(form, draft);
    if ('autosave' in form.dataset) typed(form);
  }
}

// ---- rows ----

function addRow(rows) {
  const model = rows.querySelector('template')?.content.firstElementChild ?? [...rows.querySelectorAll('.row')].at(-1);
  const row = model?.cloneNode(true);
  if (!row) return undefined;
  for (const field of row.querySelectorAll('input:not([type=hidden], [type=checkbox], [type=radio]), textarea')) field.value = '';
  ([...rows.querySelectorAll(':scope > .row')].at(-1) ?? rows.firstElementChild).after(row);
  return row;
}

function onClick(event) {
  const button = event.target.closest('button');
  const rows = button?.closest('.rows:not([data-rows] *)');
  if (!rows) return;
  const form = rows.closest('form');
  if (button.matches('.add')) {
    event.preventDefault();
    addRow(rows)?.querySelector('input, textarea, select')?.focus();
  } else if (button.closest('.row') && button.matches('.only-icon, [data-remove]')) {
    event.preventDefault();
    button.closest('.row').remove();
    rows.querySelector('.add')?.focus();
  } else return;
  if (form?.matches('[data-draft], [data-autosave]')) typed(form);
}

// ---- sending ----

const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const isUnsaved = (form) => Boolean(states.get(form)?.changed || states.get(form)?.busy);

/** What is written in a form that is not sent is kept before another form leads away from the page. */
async function flush(form) {
  await states.get(form)?.doing;
  await save(form);
}

async function onSubmit(event) {
  const form = event.target;
  if (form.getAttribute('action') === '/sign-out') {
    event.preventDefault();
    await forget().catch(() => {});
    form.submit();
    return;
  }
  const state = states.get(form) ?? {};
  if (state.waiting) return event.preventDefault();
  const written = [form, ...draftForms().filter((one) => one !== form && states.has(one))];
  if (written.some(holdBack)) return event.preventDefault();
  const others = state.waited ? [] : [...document.forms].filter((one) => one !== form && isUnsaved(one));
  // An answer on its way gives the form its new version; sent with the old one it would clash with itself.
  const own = !state.waited && state.busy && 'autosave' in form.dataset;
  states.set(form, Object.assign(state, { sent: true }));
  clearTimeout(state.timer);
  if (others.length || own) {
    event.preventDefault();
    state.waiting = true;
    await Promise.race([Promise.all([own && state.doing, ...others.map(flush)]), pause(LEAVING_MS)]);
    Object.assign(state, { waiting: false, waited: true });
    return form.requestSubmit(event.submitter);
  }
  state.stop?.abort();
  if (!form.dataset.outbox || !held) return;
  event.preventDefault();
  await viaOutbox(form, fields(form, event.submitter));
}

/** First kept, then sent: a phone that dies in between loses nothing. */
export async function viaOutbox(form, body) {
  const item = await add({ path: placeOf(form), body, kind: form.dataset.outbox, label: form.dataset.label });
  if (!item) return form.submit();
  await keep(held, item.path, undefined);
  if (item.kind === 'interview') await dropInterview(item.path);
  await send(item.id);
  const after = (await items()).find(({ id }) => id === item.id);
  if (after?.state === 'sent') return location.assign(after.location ?? '/outbox');
  if (after?.status === 422) {
    // The server's own page says what is wrong, field by field.
    await remove(item.id);
    return form.submit();
  }
  return location.assign('/outbox');
}

/** While nobody has touched the time, it is the length of the visit ago. */
function began(form) {
  const time = form.querySelector('[data-began]:not([data-touched])');
  if (!time || form.elements.version?.value) return;
  const minutes = Number(form.elements.minutes.value) || Number(form.elements.minutes_other.value) || 0;
  const { day, time: start } = ago(minutes);
  time.value = start;
  form.elements.day.value = day;
}

function onInput({ target }) {
  const form = target.form;
  if (!form) return;
  if (target.matches('[data-began], [name=day]')) form.querySelector('[data-began]')?.setAttribute('data-touched', '');
  if (target.name === 'minutes_other') form.querySelector('[name=minutes][value=other]')?.click();
  if (target.name === 'minutes' && form.querySelector('[data-began]')) began(form);
  if (form.matches('[data-draft], [data-autosave]')) typed(form);
}

// ---- the network ----

let banner;

function network() {
  if (navigator.onLine) {
    banner?.remove();
    send().catch(() => {});
    return;
  }
  banner ??= part('offline-banner');
  (document.querySelector('.shell') ?? document.body).prepend(banner);
}

/** How many wait, beside the outbox in the menu. */
async function count() {
  const waiting = (await items()).filter(({ state }) => state !== 'sent').length;
  for (const link of document.querySelectorAll('a[href="/outbox"]')) {
    link.querySelector('.badge')?.remove();
    if (waiting) link.append(Object.assign(document.createElement('span'), { className: 'badge', textContent: waiting }));
  }
}

async function keepFamilies() {
  const before = await kept(held, 'families');
  if (before && Date.now() - before.at < FAMILIES_MS) return;
  const answer = await ask('/offline/families.json');
  if (answer.ok) await keep(held, 'families', { at: Date.now(), families: await answer.json() });
}

/** On the page of the night its sheets are fetched; on every page those go that are of a duty that is over, or given away. */
async function keepNight() {
  if (held) await followNight(document.querySelector('[data-night]')?.dataset.night);
}

/** One worker for both languages: another address would install it anew, and hold up the page that comes meanwhile. */
async function startWorker() {
  if (!('serviceWorker' in navigator)) return;
  await navigator.serviceWorker.register('/sw.js');
  const said = await caches.open('language');
  const { lang } = document.documentElement;
  const before = await (await said.match('/offline/language'))?.text();
  if (before !== lang) await said.put('/offline/language', new Response(lang));
}

async function begin() {
  document.querySelector('.case-tabs [aria-current]')?.scrollIntoView({ inline: 'center', block: 'nearest' });
  addEventListener('hemma-outbox', count);
  addEventListener('online', network);
  addEventListener('offline', network);
  addEventListener('online', () => keepNight().catch(() => {}));
  document.addEventListener('input', onInput);
  document.addEventListener('click', onClick);
  document.addEventListener('submit', onSubmit);
  keepEarly();
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') {
      keepNight().catch(() => {});
      return void send().catch(() => {});
    }
    for (const form of document.forms) save(form, true);
  });
  startWorker().catch(() => {});
  if (owner) {
    heard();
    setInterval(watchSession, 10_000);
    held = await take(owner).catch(() => undefined);
  } else if ('shell' in document.body.dataset) {
    held = await holder();
  }
  if (document.querySelector('[data-view]')) await import('./offline.js').then(({ show }) => show(held));
  network();
  await restore(draftForms());
  await count();
  setInterval(() => navigator.onLine && send().catch(() => {}), 5_000);
  keepNight().catch(() => {});
  if (owner && held && navigator.onLine) await keepFamilies();
  document.documentElement.dataset.ready = '';
}

begin().catch(() => {});
