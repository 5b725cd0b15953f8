// The pages that work without a network: outbox, families, and the two forms. All that is personal comes from the vault.

import { run } from './call.js';
import { formOf, interviews } from './interviews.js';
import { night } from './night.js';
import { items, remove, send } from './outbox.js';
import { ago, part, t } from './text.js';
import { kept } from './vault.js';

/** Families are shown for this long without a look at the server. */
const FAMILIES_MS_MAX = 72 * 3_600_000;
const INTERVIEW = /^\/interviews\/[0-9a-f-]{36}\/[0-9a-f-]{36}/;
const CALL = /^\/duty\/([0-9a-f-]{36})\/calls\/new$/;
const SHEET = /^\/cases\/([0-9a-f-]{36})\/sheet$/;
const CASE = /^\/cases\/([0-9a-f-]{36})\/(contacts|incidents)\/new$/;

const put = (root, name, text) => {
  const place = root.querySelector(`[data-put="${name}"]`);
  if (!place) return;
  place.textContent = text ?? '';
  place.hidden = !text;
};

const when = (at) => {
  const how = { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' };
  return new Date(at).toLocaleString(document.documentElement.lang === 'en' ? 'en-GB' : 'sv-SE', how);
};

/** Shows the part of the page that its address asks for. */
export async function show(held) {
  const main = document.querySelector('[data-view]');
  const asked = main.dataset.view || location.pathname;
  const stored = await kept(held, 'families');
  const fresh = stored && Date.now() - stored.at < FAMILIES_MS_MAX ? stored : undefined;
  if (asked === '/outbox') return outbox(main);
  const pool = CALL.exec(asked)?.[1];
  if (pool) return callAt(main, held, await night(), pool);
  const sheet = SHEET.exec(asked)?.[1];
  if (sheet || asked.startsWith('/duty')) return nightAt(main, await night(), sheet);
  const found = CASE.exec(asked);
  const family = found && fresh?.families.find(({ id }) => id === found[1]);
  if (family) return writeForm(main, family, found[2]);
  const calls = await interviews();
  const isCall = asked.startsWith('/interviews') || (calls.length > 0 && !fresh);
  if (isCall) return callsAt(main, calls, INTERVIEW.exec(asked)?.[0]);
  return families(main, fresh, held, asked);
}

// ---- the outbox ----

const GLYPHS = { waiting: 'due', sending: 'sync', sent: 'ok', aside: 'overdue' };
const CLASSES = { waiting: 'due', sending: 'info', sent: 'ok', aside: 'over' };

function outbox(main) {
  const view = part('outbox-view');
  main.append(view);
  const draw = async () => {
    const all = await items();
    view.querySelector('[data-empty]').hidden = all.length > 0;
    view.querySelector('ul').replaceChildren(...all.reverse().map(line));
  };
  addEventListener('hemma-outbox', draw);
  return draw();
}

function line(item) {
  const row = part('outbox-item');
  row.dataset.state = item.state;
  put(row, 'what', `${t(`kind-${item.kind}`)} ${item.label ?? ''}`);
  put(row, 'when', when(item.at));
  const signal = row.querySelector('.signal');
  signal.className = `signal ${CLASSES[item.state]}`;
  signal.querySelector('use').setAttribute('href', `/static/icons.svg#i-${GLYPHS[item.state]}`);
  put(row, 'state', t(`state-${item.state}`));
  put(row, 'reason', reason(item));
  put(row, 'text', textOf(item));
  const [again, gone] = row.querySelectorAll('button');
  again.hidden = !['aside', 'waiting'].includes(item.state);
  again.addEventListener('click', () => send(item.id));
  gone.addEventListener('click', () => confirmRemoval(item));
  return row;
}

/** What was written, to read before it is at the server: texts as they are, answers with their item. */
function textOf({ body }) {
  const fields = [...new URLSearchParams(body)].filter(([, value]) => value);
  const texts = fields.filter(([name]) => ['note', 'what', 'reason', 'step_used', 'advice'].includes(name)).map(([, value]) => value);
  const answered = ([name, value]) => `${name.split('_').at(-1)}: ${t(`answer-${value}`) || value}`;
  const answers = fields.filter(([name]) => name.startsWith('a_')).map(answered);
  return [...texts, answers.join(', ')].filter(Boolean).join('\n\n');
}

function reason(item) {
  if (item.state === 'waiting' && item.status === 401) return t('reason-401');
  if (item.state !== 'aside') return '';
  return [t(`reason-${item.status}`) || t('reason-other'), ...(item.faults ?? [])].join(' ');
}

function confirmRemoval(item) {
  if (item.state === 'sent') return remove(item.id);
  const dialog = document.body.appendChild(part('outbox-confirm'));
  put(dialog, 'what', t('remove-title', { time: `${t(`kind-${item.kind}`)} ${item.label ?? ''}` }));
  dialog.addEventListener('close', () => {
    if (dialog.returnValue === 'remove') remove(item.id);
    dialog.remove();
  });
  return dialog.showModal();
}

// ---- families ----

function families(main, stored, held, asked) {
  const view = part('families-view');
  main.append(view);
  const known = ['/offline/families', '/contacts/new'].includes(asked);
  view.querySelector('[data-away]').hidden = known;
  view.querySelector('[data-nobody]').hidden = Boolean(stored);
  put(view, 'nobody', t(held ? 'no-families' : 'nobody'));
  put(view, 'as-of', stored && t('as-of', { time: when(stored.at) }));
  const list = stored?.families ?? [];
  view.querySelector('[data-list]').replaceChildren(...list.map(familyCard));
}

function familyCard(family) {
  const card = part('family');
  put(card, 'code', family.code);
  put(card, 'label', family.label);
  card.querySelector('.signal').hidden = !family.safety;
  put(card, 'safety', family.safety);
  card.querySelector('.signal').className = `signal ${family.safety_state}`;
  card.querySelector('.signal use').setAttribute('href', `/static/icons.svg#i-${family.safety_icon}`);
  put(card, 'address', family.address);
  card.querySelector('[data-contact]').href = `/cases/${family.id}/contacts/new`;
  card.querySelector('[data-incident]').href = `/cases/${family.id}/incidents/new`;
  const people = family.persons.map((person) => {
    const row = part('family-person');
    put(row, 'name', person.name);
    put(row, 'kin', person.kin);
    const call = row.querySelector('a');
    call.hidden = !person.phone;
    call.href = `tel:${person.phone.replace(/[^+\d]/g, '')}`;
    put(row, 'phone', person.phone);
    return row;
  });
  card.querySelector('ul').replaceChildren(...people);
  return card;
}

// ---- the night ----

/** The sheet of a family, or a list of all that are kept; nothing once the duty is over. */
function nightAt(main, stored, id) {
  const view = part('night-view');
  main.replaceChildren(view);
  view.querySelector('[data-nobody]').hidden = Boolean(stored);
  put(view, 'as-of', stored && t('as-of', { time: when(stored.at) }));
  const call = view.querySelector('[data-call]');
  call.parentElement.hidden = !stored;
  if (!stored) return;
  const calls = stored.path.replace('/night.json', '/calls/new');
  // A page that stays open shows nothing longer than the duty.
  const left = stored.until - Date.now() - (Number(localStorage.getItem('hemma-skew')) || 0);
  setTimeout(async () => nightAt(main, await night(), id), Math.min(Math.max(left, 0) + 1_000, 2 ** 31 - 1));
  const one = stored.sheets.find(({ url }) => url === `/cases/${id}/sheet`);
  call.href = one ? `${calls}?case=${id}` : calls;
  put(view, 'call', t(one ? 'call-new' : 'call-new-nobody'));
  if (one) {
    const page = new DOMParser().parseFromString(one.html, 'text/html');
    view.append(...document.adoptNode(page.body).childNodes);
    return;
  }
  const lines = stored.sheets.map(({ url, code, label, red_flags: red }) => {
    const row = part('night-line');
    put(row, 'label', label);
    put(row, 'code', code);
    put(row, 'code-too', code);
    row.querySelector('.signal').hidden = !red;
    row.querySelector('a').href = url;
    row.querySelector('[data-call]').href = `${calls}?case=${SHEET.exec(url)[1]}`;
    return row;
  });
  view.querySelector('ul').replaceChildren(...lines);
}

/**
 * A call that begins without a network. Its id and its beginning stand in the address, so that a page that is loaded again
 * is the same call, whether the network has come back by then or not.
 */
function callAt(main, held, stored, pool) {
  const asked = new URLSearchParams(location.search);
  const id = asked.get('case');
  const family = stored?.sheets.find(({ url }) => url === `/cases/${id}/sheet`);
  if (!held || (id && !family)) return nightAt(main, stored);
  const now = Math.floor((Date.now() + (Number(localStorage.getItem('hemma-skew')) || 0)) / 1_000);
  if (!asked.get('id')) {
    asked.set('id', crypto.randomUUID());
    asked.set('since', now);
    history.replaceState(null, '', `?${asked}`);
  }
  const view = part('call-view');
  put(view, 'code', family?.code);
  put(view, 'label', family ? family.label : t('no-family'));
  const form = view.querySelector('form');
  form.action = `/duty/${pool}/calls/${asked.get('id')}`;
  form.dataset.label = family?.code ?? '';
  for (const one of form.querySelectorAll('[data-of-family]')) if (!family) one.remove();
  const since = Number(asked.get('since')) || now;
  const { day, time } = ago((now - since) / 60);
  const values = { case: id ?? '', started_on: day, started: time };
  for (const [name, value] of Object.entries(values)) form.elements[name].value = value;
  main.replaceChildren(view);
  return run(form, view.querySelector('.call-timer'), since);
}

// ---- interviews ----

/** The interview at an address, or a list of all that are kept. */
function callsAt(main, all, path) {
  const one = all.find((other) => other.path === `${path}/sheet`);
  const view = part(one ? 'interview-view' : 'interviews-view');
  main.append(view);
  if (one) {
    put(view, 'label', one.label);
    return view.append(formOf(one));
  }
  view.querySelector('[data-nobody]').hidden = all.length > 0;
  const lines = all.map(({ label, at, path: to }) => {
    const row = part('interview-line');
    put(row, 'label', label);
    put(row, 'as-of', t('as-of', { time: when(at) }));
    row.querySelector('a').href = to;
    return row;
  });
  return view.querySelector('ul').replaceChildren(...lines);
}

// ---- the forms ----

function chips(box, all, chosen, name) {
  if (!box) return;
  const made = all.map(({ value, label }) => {
    const chip = part('chip');
    Object.assign(chip.querySelector('input'), { name, value, checked: chosen.includes(value) });
    chip.append(` ${label}`);
    return chip;
  });
  box.append(...made);
  box.hidden = made.length === 0;
}

function writeForm(main, family, noun) {
  const view = part(noun === 'contacts' ? 'contact-view' : 'incident-view');
  put(view, 'code', family.code);
  put(view, 'label', family.label);
  const form = view.querySelector('form');
  form.action = `/cases/${family.id}/${noun}`;
  form.dataset.label = family.code;
  form.elements.id.value = crypto.randomUUID();
  const people = family.persons.map(({ id, name }) => ({ value: id, label: name }));
  if (noun === 'contacts') usual(form, family, people);
  else {
    const { day, time } = ago(0);
    chips(form.querySelector('[data-persons]'), people, [], 'persons');
    form.elements.on.value = day;
    form.elements.at.value = time;
  }
  main.append(view);
  form.querySelector('[name=minutes]:checked')?.dispatchEvent(new Event('input', { bubbles: true }));
}

function usual(form, family, people) {
  const { kind, place, minutes, minutes_other, travel, persons } = family.usual;
  chips(form.querySelector('[data-persons]'), people, persons, 'persons');
  chips(form.querySelector('[data-systems]'), family.systems, [], 'systems');
  const values = { kind, place, minutes, minutes_other, travel, ...ago(0) };
  for (const [name, value] of Object.entries(values)) form.elements[name].value = value;
}
