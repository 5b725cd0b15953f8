// The sheets of a night on this device: sealed under a key of that one duty, thrown away with it when the duty ends.

import { holder, seal, table, tables, unseal } from './vault.js';

const NAME = 'night';
/** Sheets that are fetched again when somebody looks at the night: what was written an hour ago is still true. */
const FRESH_MS = 30 * 60_000;
/** A clock that runs back further than this was set back. */
const BACK_MS = 120_000;

/** By the server's clock: a phone's own may be wrong. */
const clock = () => Date.now() + (Number(localStorage.getItem('hemma-skew')) || 0);

const drop = (keys, kept) => {
  keys.delete(NAME);
  kept.delete(NAME);
};

const forgetNight = () => tables(['keys', 'kept'], 'readwrite', drop);

/**
 * The key of the night while its duty goes on, for whoever it was given to. Any other is thrown away here. Looking and
 * noting that it was seen are one act: a key that another tab throws away meanwhile does not come back.
 */
async function nightKey() {
  const now = clock();
  let valid;
  await tables(['keys', 'kept'], 'readwrite', (keys, kept) => {
    const all = keys.getAll();
    all.onsuccess = () => {
      const record = all.result.find(({ name }) => name === NAME);
      const owner = all.result.find(({ name }) => name === 'holder')?.owner;
      const over = !record || record.until <= now || now < record.seen - BACK_MS;
      if (over || owner !== record.owner) return drop(keys, kept);
      valid = { ...record, seen: Math.max(record.seen, now) };
      return keys.put(valid);
    };
  });
  return valid;
}

/** What this device keeps of the night: until when, and its sheets; undefined once it is over. */
export async function night() {
  const key = await nightKey();
  if (!key) return undefined;
  const found = await unseal(key, NAME, await table('kept', 'readonly', (kept) => kept.get(NAME)));
  return found && { ...found, until: key.until, owner: key.owner };
}

/** Whoever has no way into the pool any more is not on call in it either. */
const GONE = [403, 404];

/**
 * Holds what is kept of the night against the server: all of it goes as soon as the server says that nobody is on call
 * here, and no later than the server says where the duty was given away. On a page of the night, whose address that is,
 * its sheets are fetched as well.
 */
export async function followNight(here) {
  const known = await night();
  const path = here ?? known?.path;
  if (!path) return;
  if (known?.path === path) {
    const until = await untilOf(known);
    if (until === undefined) return;
    const isFresh = clock() - known.at < FRESH_MS;
    if (until === known.until && (!here || isFresh)) return;
    await endBy(until);
  }
  await takeNight(path);
}

/** Until when the server lets its owner look at what is kept; nothing where it does not say. */
async function untilOf({ path, owner }) {
  const address = path.replace('/night.json', '/watch.json');
  const answer = await fetch(address, { headers: { accept: 'application/json' }, redirect: 'manual' });
  if (GONE.includes(answer.status)) return 0;
  if (!answer.ok) return undefined;
  const told = await answer.json();
  return told.owner === owner ? (told.until ?? 0) * 1_000 : 0;
}

/** What is kept ends then at the latest. */
async function endBy(until) {
  if (until <= clock()) return forgetNight();
  return tables(['keys'], 'readwrite', (keys) => {
    const found = keys.get(NAME);
    found.onsuccess = () => found.result && keys.put({ ...found.result, until: Math.min(until, found.result.until) });
  });
}

/** Fetches key and sheets of the night that an address tells of; what was kept goes where nobody is on call. */
export async function takeNight(path) {
  const held = await holder();
  if (!held) return;
  const answer = await fetch(path, { headers: { accept: 'application/json' }, redirect: 'manual' });
  if (!answer.ok) return;
  const told = await answer.json();
  if (!told.until || told.owner !== held.owner) {
    await forgetNight();
    return;
  }
  const bytes = Uint8Array.from(atob(told.key), (letter) => letter.charCodeAt(0));
  const key = await crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);
  const sheets = [];
  for (const sheet of told.sheets) sheets.push({ ...sheet, html: await sheetOf(sheet.url) });
  const record = { name: NAME, owner: held.owner, key, until: told.until * 1_000, seen: clock() };
  const value = { path, at: clock(), sheets: sheets.filter(({ html }) => html) };
  const sealed = { name: NAME, ...(await seal(record, NAME, value)) };
  await tables(['keys', 'kept'], 'readwrite', (keys, kept) => {
    keys.put(record);
    kept.put(sealed);
  });
}

async function sheetOf(url) {
  const answer = await fetch(url, { redirect: 'manual' }).catch(() => undefined);
  if (!answer?.ok) return '';
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const main = page.querySelector('#main');
  // What leads on needs a network.
  for (const row of main.querySelectorAll('.page-head .btn-row')) row.remove();
  return main.innerHTML;
}
