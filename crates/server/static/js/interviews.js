// Interviews that this device has open: their questions on one page, for when there is no network.

import { holder, keep, kept } from './vault.js';

const INTERVIEWS_MAX = 20;
const AGE_MS_MAX = 72 * 3_600_000;

/** Those of whoever is signed in, the latest first: path, label, the form as the server wrote it, and answers given since. */
export async function interviews() {
  const { list = [] } = (await kept(await holder(), 'interviews')) ?? {};
  return list.filter(({ at }) => Date.now() - at < AGE_MS_MAX);
}

/** Keeps one, in the place of what was kept of it. */
export const keepInterview = (one) => change(one.path, [one]);

/** Forgets one: it is over. */
export const dropInterview = (path) => change(path, []);

async function change(path, instead) {
  const work = async () => {
    const held = await holder();
    if (!held) return;
    const others = (await interviews()).filter((other) => other.path !== path);
    const list = [...instead, ...others].slice(0, INTERVIEWS_MAX);
    await keep(held, 'interviews', list.length ? { list } : undefined);
  };
  return navigator.locks.request('hemma-interviews', work);
}

/** The form of one, with the answers given since it was kept. */
export function formOf({ html, given }) {
  const form = document.adoptNode(new DOMParser().parseFromString(html, 'text/html').getElementById('whole'));
  for (const [name, value] of Object.entries(given)) {
    for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) field.checked = field.value === value;
  }
  return form;
}
