/** A draft changed by hand: choosing a person, or dragging a duty to another row, tells at once what it breaks and costs.
 *  Without this script the same stands on the duty's own page. */

const told = document.querySelector('[data-told]');
const grid = document.querySelector('[data-assign]');
let dragged;

/** What the server says of a duty with somebody. */
async function ask(url, staff) {
  const answer = await fetch(url).catch(() => undefined);
  if (!answer?.ok) return '';
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const cells = page.querySelectorAll(`[data-taker="${CSS.escape(staff)}"] > td:not(:last-child)`);
  return [...cells].map((cell) => cell.textContent.replace(/\s+/g, ' ').trim()).join(': ');
}

for (const form of document.querySelectorAll('[data-ask]')) {
  form.elements.after.addEventListener('change', async (event) => {
    const output = form.querySelector('[data-answer]');
    output.textContent = '';
    output.textContent = await ask(form.dataset.ask, event.target.value);
  });
}

grid?.addEventListener('dragstart', (event) => {
  const bar = event.target.closest('[data-duty]');
  if (!bar) return;
  dragged = bar;
  event.dataTransfer.effectAllowed = 'move';
});

grid?.addEventListener('dragover', (event) => {
  if (dragged && event.target.closest('[data-staff]')) event.preventDefault();
});

grid?.addEventListener('drop', async (event) => {
  const row = event.target.closest('[data-staff]');
  const from = dragged?.closest('[data-staff]');
  if (!row || !from || row === from) return;
  event.preventDefault();
  const { duty } = dragged.dataset;
  const text = `${dragged.title}: ${from.dataset.name} → ${row.dataset.name}. `;
  const answer = row.dataset.staff ? await ask(dragged.href, row.dataset.staff) : '';
  offer(text + answer, { duty, before: from.dataset.staff, after: row.dataset.staff });
});

/** Says what would happen, with the button that does it. */
function offer(text, fields) {
  const form = document.createElement('form');
  form.method = 'post';
  form.action = grid.dataset.assign;
  for (const [name, value] of Object.entries(fields)) {
    const input = document.createElement('input');
    Object.assign(input, { type: 'hidden', name, value });
    form.append(input);
  }
  const button = document.createElement('button');
  button.className = 'btn primary';
  button.textContent = told.dataset.give;
  form.append(button);
  told.replaceChildren(`${text} `, form);
  button.focus();
}
