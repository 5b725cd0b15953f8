// What a page brought along for its scripts: texts in its language, parts to copy, and the server's clock.

/** A text of the page's language. */
export function t(key, values = {}) {
  const text = document.querySelector('#texts')?.content.querySelector(`[data-text="${key}"]`)?.textContent ?? '';
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '');
}

/** A copy of a part that the page brought along. */
export const part = (id) => document.querySelector(`#${id}`)?.content.firstElementChild.cloneNode(true);

const told = Number(document.body.dataset.now);
if (told) localStorage.setItem('hemma-skew', String(told * 1000 - Date.now()));
const zone = { timeZone: 'Europe/Stockholm' };

/** Day, as a form writes it, and time in Stockholm by the server's clock, some minutes ago: a phone's own clock may be wrong. */
export function ago(minutes) {
  const at = new Date(Date.now() + (Number(localStorage.getItem('hemma-skew')) || 0) - minutes * 60_000);
  const time = at.toLocaleTimeString('sv-SE', { ...zone, hour: '2-digit', minute: '2-digit' });
  const lang = document.documentElement.lang === 'en' ? 'en-GB' : 'sv-SE';
  return { day: at.toLocaleDateString(lang, { ...zone, day: 'numeric', month: 'long', year: 'numeric' }), time };
}
