// What this device keeps for one person, sealed with a key that the server tells only that person.

const TABLES = { keys: 'name', outbox: 'id', kept: 'name' };
const encoder = new TextEncoder();
let opening;

function open() {
  opening ??= new Promise((done, fail) => {
    const request = indexedDB.open('hemma', 1);
    request.onupgradeneeded = () => {
      for (const [name, keyPath] of Object.entries(TABLES)) request.result.createObjectStore(name, { keyPath });
    };
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
  return opening;
}

/** Acts on tables, whole or not at all; done when it is on the disk. A page that is left in the middle leaves all as it was. */
export async function tables(names, mode, act) {
  const tx = (await open()).transaction(names, mode, { durability: 'strict' });
  const request = act(...names.map((name) => tx.objectStore(name)));
  return new Promise((done, fail) => {
    tx.oncomplete = () => done(request?.result);
    tx.onabort = () => fail(tx.error);
  });
}

/** One act on one table. */
export const table = (name, mode, act) => tables([name], mode, act);

/** Who this device keeps things for: an opaque name and a key that cannot be read out. */
export const holder = () => table('keys', 'readonly', (keys) => keys.get('holder'));

/** What is a copy of the server's. Drafts are not, and are kept under names that tell nothing. */
const COPIES = ['families', 'interviews', 'night'];

/** Forgets key and copies; what is sealed in the outbox waits for its owner. */
export const forget = () =>
  tables(['keys', 'kept'], 'readwrite', (keys, kept) => {
    keys.clear();
    for (const name of COPIES) kept.delete(name);
  });

/** Takes the key of whoever is signed in now; another person's goes first. */
export async function take(owner) {
  const held = await holder();
  if (held?.owner === owner) return held;
  if (held) await forget();
  const answer = await fetch('/offline/key', { headers: { accept: 'application/json' }, redirect: 'manual' });
  if (!answer.ok) return undefined;
  const told = await answer.json();
  if (told.owner !== owner) return undefined;
  const bytes = Uint8Array.from(atob(told.key), (letter) => letter.charCodeAt(0));
  const key = await crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);
  const record = { name: 'holder', owner, key };
  await table('keys', 'readwrite', (keys) => keys.put(record));
  return record;
}

const bound = (held, name) => encoder.encode(`${held.owner}|${name}`);

/** Seals a value under a name; it opens under no other, and for nobody else. */
export async function seal(held, name, value) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const how = { name: 'AES-GCM', iv, additionalData: bound(held, name) };
  return { owner: held.owner, iv, sealed: await crypto.subtle.encrypt(how, held.key, encoder.encode(JSON.stringify(value))) };
}

/** Opens what was sealed; undefined if it is somebody else's. */
export async function unseal(held, name, record) {
  if (!held || record?.owner !== held.owner) return undefined;
  try {
    const how = { name: 'AES-GCM', iv: record.iv, additionalData: bound(held, name) };
    return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(how, held.key, record.sealed)));
  } catch {
    return undefined;
  }
}

/** Keeps a value sealed, or removes it if there is none. Names tell nothing: a place is kept by its hash. */
export async function keep(held, name, value) {
  const at = await hidden(held, name);
  if (value === undefined) return table('kept', 'readwrite', (kept) => kept.delete(at));
  const record = { name: at, ...(await seal(held, at, value)) };
  return table('kept', 'readwrite', (kept) => kept.put(record));
}

export async function kept(held, name) {
  if (!held) return undefined;
  const at = await hidden(held, name);
  return unseal(held, at, await table('kept', 'readonly', (all) => all.get(at)));
}

async function hidden(held, name) {
  if (COPIES.includes(name)) return name;
  const hash = await crypto.subtle.digest('SHA-256', encoder.encode(`${held.owner}|${name}`));
  return btoa(String.fromCharCode(...new Uint8Array(hash)));
}
