/** A draft changed by hand: choosing a person, or moving a duty to another row, tells at once what it breaks and costs.
 *  Without this script the same stands on the duty's own page. */

const told = document.querySelector('[data-told]');
const grid = document.querySelector('[data-assign]');
/** The duty that is being moved: its bar, where it stands in the draft, and whether it was dropped elsewhere. */
let moved;

/** What the server says of a duty with somebody, and whether they serve its line: whoever does not has no row there. */
async function ask(url, staff) {
  const text = await fetch(url).then((answer) => (answer.ok ? answer.text() : undefined)).catch(() => undefined);
  if (text === undefined) return { text: told.dataset.unknown, serves: false };
  const page = new DOMParser().parseFromString(text, 'text/html');
  const cells = [...page.querySelectorAll(`[data-taker="${CSS.escape(staff)}"] > td:not(:last-child)`)];
  if (cells.length === 0) return { text: told.dataset.notEligible, serves: false };
  return { text: cells.map((cell) => cell.textContent.replace(/\s+/g, ' ').trim()).join(': '), serves: true };
}

/** Nobody can always have a duty: there is nothing to ask. */
const NOBODY = { text: '', serves: true };

for (const form of document.querySelectorAll('[data-ask]')) {
  form.elements.after.addEventListener('change', async (event) => {
    const output = form.querySelector('[data-answer]');
    output.textContent = '';
    const { value } = event.target;
    const isHeld = value === form.elements.before.value;
    const answer = value && !isHeld ? await ask(form.dataset.ask, value) : NOBODY;
    // By then somebody else may have been chosen.
    if (event.target.value === value) output.textContent = answer.text;
  });
}

/** Takes a duty up; whatever was being moved goes back. */
function lift(bar) {
  putBack();
  moved = { bar, cell: bar.parentElement, row: bar.closest('[data-staff]') };
  bar.classList.add('lifted');
}

/** Puts the duty back where the draft has it. */
function putBack() {
  if (!moved) return;
  const { bar, cell } = moved;
  moved = undefined;
  bar.classList.remove('lifted');
  if (bar.parentElement !== cell) cell.append(bar);
  told.replaceChildren();
}

/** Drops the duty in somebody's row: nothing is saved before the button is pressed. */
async function drop(row) {
  const { bar, row: from } = moved;
  moved.dropped = true;
  bar.classList.remove('lifted');
  const text = `${bar.title}: ${from.dataset.name} → ${row.dataset.name}. `;
  const answer = row.dataset.staff ? await ask(bar.href, row.dataset.staff) : NOBODY;
  if (moved?.bar !== bar) return;
  const fields = { duty: bar.dataset.duty, before: from.dataset.staff, after: row.dataset.staff };
  offer(text + answer.text, answer.serves ? fields : undefined);
}

// ---- with the mouse ----

grid?.addEventListener('dragstart', (event) => {
  const bar = event.target.closest('[data-duty]');
  if (!bar) return;
  lift(bar);
  event.dataTransfer.effectAllowed = 'move';
});

grid?.addEventListener('dragover', (event) => {
  if (moved && event.target.closest('[data-staff]')) event.preventDefault();
});

grid?.addEventListener('drop', (event) => {
  const row = event.target.closest('[data-staff]');
  if (!moved || !row || row === moved.row) return;
  event.preventDefault();
  drop(row);
});

grid?.addEventListener('dragend', () => {
  if (moved && !moved.dropped) putBack();
});

// ---- with the keyboard ----

/** Carries the duty some rows up or down, in the column of its day, and says whose row that is and what it would mean. */
async function carry(by) {
  const { bar, cell, row: home } = moved;
  const rows = [...grid.querySelectorAll('[data-staff]')];
  const row = rows[rows.indexOf(bar.closest('[data-staff]')) + by];
  if (!row) return;
  moved.busy = true;
  (row === home ? cell : row.cells[cell.cellIndex]).append(bar);
  bar.focus();
  moved.busy = false;
  if (row === home) {
    told.textContent = told.dataset.home;
    return;
  }
  const over = told.dataset.over.replace('{name}', row.dataset.name);
  told.textContent = over;
  const answer = row.dataset.staff ? await ask(bar.href, row.dataset.staff) : NOBODY;
  // By then it may have been carried on.
  if (moved?.bar === bar && !moved.dropped && bar.closest('[data-staff]') === row) told.textContent = `${over} ${answer.text}`;
}

const STEPS = { ArrowUp: -1, ArrowDown: 1 };

grid?.addEventListener('keydown', (event) => {
  const bar = event.target.closest('[data-duty]');
  if (!bar) return;
  const held = moved?.bar === bar && !moved.dropped;
  if (!held) {
    if (event.key !== ' ') return;
    lift(bar);
    moved.byKey = true;
    told.textContent = told.dataset.lifted.replace('{when}', bar.title);
  } else if (event.key in STEPS) carry(STEPS[event.key]);
  else if (event.key === 'Enter' || event.key === ' ') {
    const row = bar.closest('[data-staff]');
    if (row === moved.row) putBack();
    else drop(row);
  } else if (event.key === 'Escape') goBack();
  else return;
  event.preventDefault();
});

/** Whoever goes elsewhere with the keyboard puts the duty back. */
grid?.addEventListener('focusout', () => {
  if (moved?.byKey && !moved.busy && !moved.dropped) putBack();
});

told?.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') goBack();
});

/** Puts the duty back, and the focus on it. */
function goBack() {
  const bar = moved?.bar;
  putBack();
  bar?.focus();
}

/** Says what would happen, with the button that does it where it can be done, and the one that puts the duty back. */
function offer(text, fields) {
  const form = document.createElement('form');
  form.method = 'post';
  form.action = grid.dataset.assign;
  form.className = 'btn-row';
  for (const [name, value] of Object.entries(fields ?? {})) {
    const input = document.createElement('input');
    Object.assign(input, { type: 'hidden', name, value });
    form.append(input);
  }
  const give = Object.assign(document.createElement('button'), { className: 'btn primary', textContent: told.dataset.give });
  const back = Object.assign(document.createElement('button'), { className: 'btn quiet', type: 'button', textContent: told.dataset.back });
  back.addEventListener('click', goBack);
  if (fields) form.append(give);
  form.append(back);
  told.replaceChildren(`${text} `, form);
  (fields ? give : back).focus();
}
