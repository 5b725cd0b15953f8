// On-call: tonight at arm's length, one's duties, a part of a duty that goes to a colleague, a calendar's address.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import ICAL from 'ical.js';
import { axe, fits, headings, looked, signIn, useHemma } from '../harness.js';

const hemma = useHemma();

/** The pool's address, of whoever is in one pool alone. */
async function pool(page) {
  await page.goto('/duty');
  return new URL(page.url()).pathname;
}

test('tonight says who answers, and a colleague takes over', { timeout: 240_000 }, async () => {
  const page = await hemma.page({ mobile: true });
  await signIn(page, 'family_therapist');
  await pool(page);
  await looked(page, 'duty-tonight');
  const names = page.locator('.on-call-name');
  assert.ok((await names.count()) >= 2, 'a first and a second line');
  // Whether somebody is on call hangs on the hour of the test; whoever may not take over is told why.
  const take = page.locator('details', { has: page.locator('form[action$="/take"]') }).first();
  if (!(await take.count())) return;
  await take.locator('summary').click();
  await take.locator('button').click();
  await page.waitForLoadState();
  if (page.url().includes('done=duty-taken')) {
    await looked(page, 'duty-taken');
  } else {
    await page.locator('.errors li').waitFor();
    hemma.forgive(page);
  }
});

test('a part of a duty is offered and taken, and the leader sees who agreed', { timeout: 240_000 }, async () => {
  const giver = await hemma.page();
  const name = await signIn(giver, 'family_therapist', 0);
  const base = await pool(giver);
  await giver.goto(`${base}/mine`);
  await looked(giver, 'duty-mine');
  const offer = giver.locator('details', { has: giver.locator('form[action*="/turns/"]') }).last();
  await offer.locator('summary').click();
  const until = offer.locator('input[name=until]');
  const from = await offer.locator('input[name=from]').inputValue();
  assert.match(from, /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/);
  // The evening of the first day, until ten.
  await until.fill(`${from.slice(0, 10)}T22:00`);
  await offer.locator('button').click();
  await giver.waitForURL('**done=duty-offered');
  await looked(giver, 'duty-offered');

  // Whoever may lawfully have it takes it; somebody who may not is told why.
  let taken = false;
  for (let nth = 1; nth < 6 && !taken; nth += 1) {
    const taker = await hemma.page();
    const other = await signIn(taker, 'family_therapist', nth);
    await taker.goto('/duty');
    if (new URL(taker.url()).pathname !== base || other === name) continue;
    await taker.goto(`${base}/mine`);
    const accept = taker.locator('button[value=accept]');
    if (!(await accept.count())) continue;
    await looked(taker, 'duty-waiting');
    await accept.last().click();
    await taker.waitForLoadState();
    taken = taker.url().includes('done=duty-answered');
    if (!taken) {
      await taker.locator('.errors').waitFor();
      hemma.forgive(taker);
    }
  }
  assert.ok(taken, 'somebody could take an evening');

  const leader = await hemma.page();
  await signIn(leader, 'group_leader');
  await leader.goto(`${base}/swaps`);
  await looked(leader, 'duty-swaps');
  assert.ok((await leader.locator('.signal.ok').count()) > 0, 'it is among the decided');
});

test('a leader sees what a duty would mean for each before giving it', { timeout: 240_000 }, async () => {
  const page = await hemma.page();
  await signIn(page, 'group_leader');
  const base = await pool(page);
  await page.goto(`${base}/rota?months=3`);
  assert.ok(await page.locator('#holds').count(), 'whether all of it holds is told');
  await looked(page, 'duty-holds');
  const choose = page.locator('form[action$="/give"]');
  await page.locator('details', { has: choose }).locator('summary').click();
  await choose.locator('select').selectOption({ index: 0 });
  await choose.locator('button').click();
  await page.waitForURL('**/give?turn=*');
  assert.ok((await page.locator('[data-taker]').count()) > 0, 'somebody else serves the line');
  await looked(page, 'duty-give');
  await page.locator('[data-taker] button').first().click();
  await page.waitForURL('**done=duty-given');
});

/** What another program's parser makes of a calendar: each appointment once, in UTC, ending after it began. */
function appointments(text) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const events = calendar.getAllSubcomponents('vevent').map((one) => new ICAL.Event(one));
  assert.ok(events.length > 0, 'somebody in the demo has duties');
  assert.equal(new Set(events.map((one) => one.uid)).size, events.length, 'every id is there once');
  for (const one of events) {
    assert.ok(Number.isInteger(one.sequence), one.summary);
    assert.equal(one.startDate.zone, ICAL.Timezone.utcTimezone, 'no floating times');
    assert.ok(one.duration.toSeconds() > 0, one.summary);
  }
}

test('whoever has not got a duty is told by which rule, or at what price', { timeout: 240_000 }, async () => {
  const page = await hemma.page({ mobile: true });
  await signIn(page, 'family_therapist');
  const base = await pool(page);
  await page.goto(`${base}/rota?months=3`);
  const links = page.locator('a[href*="/duties/"]');
  const paths = await links.evaluateAll((all) => [...new Set(all.map((one) => one.getAttribute('href')))]);
  assert.ok(paths.length > 0, 'duties of the own line lead on');
  const told = new Set();
  for (const path of paths) {
    await page.goto(path);
    const price = await page.locator('[data-price]').count();
    const kind = price ? 'price' : (await page.locator('main ul li').count()) ? 'rule' : 'other';
    if (!told.has(kind)) await looked(page, `duty-could-${kind}`);
    told.add(kind);
    if (told.has('price') && told.has('rule')) return;
  }
  assert.ok(told.has('price'), [...told].join());
});

test('absences, the rota and calendars are at hand on a phone', { timeout: 240_000 }, async () => {
  const page = await hemma.page({ mobile: true });
  await signIn(page, 'family_therapist');
  const base = await pool(page);
  await page.goto(`${base}/away`);
  await looked(page, 'duty-away');
  await page.goto(`${base}/rota`);
  await looked(page, 'duty-rota');
  await page.goto(`${base}/calendars`);
  await page.locator('form[action$="/calendars"] button').click();
  const address = page.locator('.feed-address');
  await address.waitFor();
  await looked(page, 'duty-calendar');
  const path = (await address.innerText()).match(/\/c\/[\w-]+/)[0];
  const read = () => fetch(new URL(path, hemma.server.url));
  const feed = await read();
  assert.equal(feed.headers.get('content-type'), 'text/calendar; charset=utf-8');
  appointments(await feed.text());
  await page.goto(`${base}/calendars`);
  await page.locator('form[action*="/calendars/"] button').first().click();
  await page.waitForLoadState();
  assert.equal((await read()).status, 404, 'taken back is gone');
});

test('a leader plans: by hand with an instant answer, and as the engine proposes', { timeout: 300_000 }, async () => {
  const page = await hemma.page();
  await signIn(page, 'group_leader');
  const base = await pool(page);
  await page.goto(`${base}/rota?months=3`);
  const printed = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  assert.equal(printed.match(/\/Type\s*\/Page\b/g).length, 1, 'a quarter is one page on the wall');
  await page.goto(`${base}/rota`);
  await page.locator('form[action$="/rotas"] button').click();
  await page.waitForURL('**/rotas/*');
  const draft = new URL(page.url()).pathname;
  await headings(page);
  await axe(page);
  await fits(page, 1440);

  // A quarter of duties: the last one is open, and what it would mean is told before anything is saved.
  const form = page.locator('form[data-ask]').last();
  const choice = form.locator('select[name=after]');
  const someone = await choice.locator('option').nth(1).getAttribute('value');
  await choice.selectOption(someone);
  await page.waitForFunction((one) => one.textContent.trim() !== '', await form.locator('[data-answer]').elementHandle());
  await form.locator('button').click();
  await page.waitForURL((url) => url.hash.startsWith('#duty-'));
  const kept = page.locator('form[data-ask]').last().locator('select[name=after]');
  assert.equal(await kept.inputValue(), someone);

  await page.goto(`${draft}/propose`);
  await page.locator('#seconds').fill('5');
  await page.locator(`form[action$="/propose"] button`).click();
  const keep = page.locator('form[action$="/keep"] button');
  await keep.waitFor({ timeout: 120_000 });
  await looked(page, 'duty-propose');
  await keep.click();
  await page.waitForURL((url) => url.pathname === draft);
  assert.ok((await page.locator('form[data-ask] select').evaluateAll((all) => all.filter((one) => one.value).length)) > 50);
});

test('a duty goes to somebody else by hand, and what it would break and cost is said before it is saved', { timeout: 240_000 }, async () => {
  const page = await hemma.page();
  await signIn(page, 'group_leader');
  const base = await pool(page);
  await page.goto(`${base}/rota`);
  await page.locator('form[action$="/rotas"] button').click();
  await page.waitForURL('**/rotas/*');
  const open = page.locator('.duty-grid tr[data-staff=""] [data-duty]').first();
  const duty = await open.getAttribute('data-duty');
  const bar = page.locator(`[data-duty="${duty}"]`);
  const rowOf = () => bar.evaluate((it) => it.closest('[data-staff]').dataset.staff);
  const told = page.locator('[data-told]');
  const column = await bar.evaluate((it) => it.closest('td').cellIndex);
  const row = page.locator('.duty-grid tr[data-staff]:not([data-staff=""])').first();
  const [staff, name] = await row.evaluate((it) => [it.dataset.staff, it.dataset.name]);
  const cell = row.locator(`td:nth-child(${column + 1})`);

  await bar.dragTo(cell);
  await told.locator('.btn.primary').waitFor();
  const said = await told.innerText();
  assert.ok(said.includes(`→ ${name}`), said);
  assert.match(said, /poäng/, 'what it costs');
  assert.equal(await rowOf(), '', 'nothing is saved yet');
  await axe(page);
  await told.locator('.btn.quiet').click();
  assert.equal(await told.innerText(), '', 'put back');

  await bar.dragTo(cell);
  await told.locator('.btn.primary').click();
  await page.waitForURL((url) => url.hash === `#duty-${duty}`);
  assert.equal(await page.locator(`#duty-${duty} select[name=after]`).inputValue(), staff);
  assert.equal(await rowOf(), staff);

  // Whoever does not serve the line is not offered it; nor is anybody where nothing could be asked.
  const unable = await page.evaluate(() => {
    for (const held of document.querySelectorAll('.duty-grid tr[data-staff=""] [data-duty]')) {
      const form = document.querySelector(`#duty-${held.dataset.duty} select[name=after]`);
      const can = [...form.options].map((one) => one.value);
      const rows = [...document.querySelectorAll('.duty-grid tr[data-staff]')];
      const other = rows.find((one) => !can.includes(one.dataset.staff));
      if (other) return { duty: held.dataset.duty, staff: other.dataset.staff, column: held.closest('td').cellIndex };
    }
    return undefined;
  });
  const foreign = page.locator(`[data-duty="${unable.duty}"]`);
  const theirs = page.locator(`.duty-grid tr[data-staff="${unable.staff}"] td:nth-child(${unable.column + 1})`);
  const refused = async (said) => {
    await foreign.dragTo(theirs);
    await told.locator('.btn.quiet').waitFor();
    assert.match(await told.innerText(), said);
    assert.equal(await told.locator('.btn.primary').count(), 0, 'there is nothing to give');
    await axe(page);
    await told.locator('.btn.quiet').click();
  };
  await refused(/ingen tjänst för linjen/);
  await page.route('**/why/*', (route) => route.abort());
  await refused(/Det gick inte att kontrollera/);
  await page.unroute('**/why/*');
  hemma.forgive(page);

  // What the whole rota would cost with somebody else there is worked out on its own page.
  await page.goto(await bar.getAttribute('href'));
  await page.locator('form[action$="/price"] button').first().click();
  await page.locator('[data-price], .errors').first().waitFor({ timeout: 60_000 });
  if (await page.locator('.errors').count()) {
    // What was dragged may break a rule: then there is nothing to compare with, and that is said in place of a price.
    assert.match(await page.locator('.errors').innerText(), /Rätta utkastet först/);
    assert.match(hemma.forgive(page).join(), /422/);
  }
  await headings(page);
  await axe(page);
  await looked(page, 'duty-price');
});

test('a duty goes to somebody else by keyboard alone, told as it moves', { timeout: 240_000 }, async () => {
  const page = await hemma.page();
  await signIn(page, 'group_leader');
  const base = await pool(page);
  await page.goto(`${base}/rota`);
  await page.locator('form[action$="/rotas"] button').click();
  await page.waitForURL('**/rotas/*');
  const bar = page.locator('.duty-grid tr[data-staff=""] [data-duty]').first();
  const duty = await bar.getAttribute('data-duty');
  const one = page.locator(`[data-duty="${duty}"]`);
  const rowOf = () => one.evaluate((it) => it.closest('[data-staff]').rowIndex);
  const told = page.locator('[data-told]');
  const nobody = await rowOf();

  await one.focus();
  await page.keyboard.press('Space');
  assert.match(await told.innerText(), /är lyft/);
  await page.keyboard.press('ArrowUp');
  assert.equal(await rowOf(), nobody, 'there is nobody above');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  assert.equal(await rowOf(), nobody + 2);
  const name = await one.evaluate((it) => it.closest('[data-staff]').dataset.name);
  await page.waitForFunction((who) => document.querySelector('[data-told]').textContent.length > who.length + 5, name);
  assert.ok((await told.innerText()).startsWith(name), 'whose row it is is said first');
  await axe(page);
  await page.keyboard.press('Escape');
  assert.equal(await rowOf(), nobody, 'put back');
  assert.equal(await one.evaluate((it) => it === document.activeElement), true);
  assert.equal(await told.innerText(), '');

  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Tab');
  assert.equal(await rowOf(), nobody, 'whoever goes elsewhere takes nothing along');
  await one.focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowDown');
  const staff = await one.evaluate((it) => it.closest('[data-staff]').dataset.staff);
  await page.keyboard.press('Enter');
  await told.locator('.btn.primary').waitFor();
  await page.keyboard.press('Escape');
  assert.equal(await rowOf(), nobody, 'also after it was dropped');
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await told.locator('.btn.primary').waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.hash === `#duty-${duty}`);
  const kept = page.locator(`#duty-${duty} select[name=after]`);
  assert.equal(await kept.inputValue(), staff);
});
