/** How long a call has lasted; and the time at which it was ended, which the phone knows also without a network. */

import { ago } from './text.js';

const TICK_MS = 1_000;
const DAY_MINUTES = 24 * 60;

/** How long a call was that has ended, in minutes, from the times as they are written; none where they cannot be read. */
function lasted({ started, ended }) {
  const [from, to] = [started, ended].map(({ value }) => {
    const [, hours, minutes] = value.match(/^\s*(\d{1,2})[:.](\d{2})\s*$/) ?? [];
    return Number(hours) * 60 + Number(minutes);
  });
  // A call over midnight ends on the next day.
  return (to - from + DAY_MINUTES) % DAY_MINUTES;
}

/** Lets the time of a form's call run; `since` is when it began, in seconds. It stands still where the call has ended. */
export function run(form, timer, since) {
  const tick = () => {
    if (form.elements.ended.value) {
      const minutes = lasted(form.elements);
      if (!timer.textContent && Number.isFinite(minutes)) timer.textContent = `${minutes}:00`;
      return;
    }
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
