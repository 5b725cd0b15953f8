/** How long a call has lasted; and the time at which it was ended, which the phone knows also without a network. */

import { ago } from './text.js';

const TICK_MS = 1_000;
const timer = document.querySelector('[data-since]');
const form = document.querySelector('.call-form');

function tick() {
  if (form.elements.ended.value) return;
  const now = Date.now() + (Number(localStorage.getItem('hemma-skew')) || 0);
  const seconds = Math.max(0, Math.floor(now / 1_000 - Number(timer.dataset.since)));
  const two = (number) => String(number).padStart(2, '0');
  timer.textContent = `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
}

form.querySelector('[data-end]').addEventListener('click', () => {
  if (!form.elements.ended.value) form.elements.ended.value = ago(0).time;
});
tick();
setInterval(tick, TICK_MS);
