// What was written and is not yet at the server. Each thing has an id of its own there, so it may be sent twice.

import { holder, seal, table, unseal } from './vault.js';

const ITEMS_MAX = 200;
const PATIENCE_MS = 20_000;
const FIRST_PAUSE_MS = 5_000;
const PAUSE_MS_MAX = 300_000;
const SENT_KEPT_MS = 24 * 3_600_000;
/** What trying again does not mend. */
const REFUSED = [400, 403, 404, 409, 413, 415, 422];

const changed = () => dispatchEvent(new Event('hemma-outbox'));

async function put(held, item) {
  const record = { id: item.id, ...(await seal(held, item.id, item)) };
  await table('outbox', 'readwrite', (outbox) => outbox.put(record));
  changed();
}

/** Everything of whoever is signed in, oldest first; nothing of anybody else, not even a count. */
export async function items() {
  const held = await holder();
  if (!held) return [];
  const records = await table('outbox', 'readonly', (outbox) => outbox.getAll());
  const opened = await Promise.all(records.map((record) => unseal(held, record.id, record)));
  return opened.filter(Boolean).sort((a, b) => a.at - b.at);
}

/** Puts something in; it is on the disk when this is done. Undefined if nobody is signed in or there is no room. */
export async function add({ path, body, kind, label }) {
  const held = await holder();
  if (!held || (await items()).filter(({ state }) => state !== 'sent').length >= ITEMS_MAX) return undefined;
  const item = { id: crypto.randomUUID(), path, body, kind, label, at: Date.now(), state: 'waiting', tries: 0, next: 0 };
  await put(held, item);
  return item;
}

export async function remove(id) {
  await table('outbox', 'readwrite', (outbox) => outbox.delete(id));
  changed();
}

/** Sends what is due, one by one; `only` is sent whether it is due or not. One page at a time does this. */
export async function send(only) {
  const work = async (lock) => {
    if (!lock) return;
    for (const item of await items()) {
      if (item.state === 'sent' && Date.now() - item.at > SENT_KEPT_MS) await remove(item.id);
      const due = ['waiting', 'sending'].includes(item.state) && item.next <= Date.now();
      if ((due || item.id === only) && !(await sendOne(item))) return;
    }
  };
  return navigator.locks.request('hemma-outbox', only ? {} : { ifAvailable: true }, work);
}

/** Sends one; says whether it makes sense to go on with the next. */
async function sendOne(item) {
  const held = await holder();
  if (!held) return false;
  await put(held, { ...item, state: 'sending' });
  const answer = await ask(held, item);
  // Whoever holds the device now may be another.
  if ((await holder())?.owner !== held.owner) return false;
  if (answer.ok || answer.type === 'opaqueredirect') {
    const told = answer.ok ? await answer.json().catch(() => ({})) : {};
    await put(held, { ...item, state: 'sent', body: '', location: told.location, sentAt: Date.now() });
    return true;
  }
  if (REFUSED.includes(answer.status)) {
    const told = await answer.json().catch(() => ({}));
    const faults = (told.faults ?? []).map(({ text }) => text);
    await put(held, { ...item, state: 'aside', status: answer.status, faults });
    return true;
  }
  const pause = Math.min(FIRST_PAUSE_MS * 2 ** item.tries, PAUSE_MS_MAX);
  const waiting = { ...item, state: 'waiting', status: answer.status, tries: item.tries + 1, next: Date.now() + pause };
  await put(held, waiting);
  return false;
}

async function ask(held, item) {
  try {
    return await fetch(item.path, {
      method: 'POST',
      body: item.body,
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE_MS),
      headers: {
        accept: 'application/json',
        'content-type': 'application/x-www-form-urlencoded',
        'x-hemma-owner': held.owner,
      },
    });
  } catch {
    return { ok: false, status: 0 };
  }
}
