/** How long a call has lasted; and the time at which it was ended, which the phone knows also without a network. */

import { ago } from './text.js';

const TICK_MS = 1_000;

/** Lets the time of a form's call run; `since` is when it began, in seconds. */
export function run(form, timer, since) {
  const tick = () => {
    if (form.elements.ended.value) return;
    const now = Date.now() + (Number(localStorage.getItem('hemma-skew')) || 0);
    const seconds = Math.max(0, Math.floor(now / 1_000 - since));
    const two = (number) => String(number).padStart(2, '0');
    timer.textContent = `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
  };
  form.querySelector('[data-end]').addEventListener('click', () => {
    if (!form.elements.ended.value) form.elements.ended.value = ago(0).time;
  });
  tick();
  setInterval(tick, TICK_MS);
}

const timer = document.querySelector('[data-since]');
if (timer) run(document.querySelector('.call-form'), timer, Number(timer.dataset.since));
