// The phone in a stairwell: few taps, no network, a server that restarts, a session that ends, somebody else's phone.

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { chromium } from 'playwright-core';
import { axe, chooseLanguage, fits, headings, ready, screens, signIn, useHemma } from '../harness.js';

const world = { today: '2026-11-23' };
const hemma = useHemma({ server: world, context: { mobile: true } });

async function therapist(options = {}) {
  const context = await hemma.context(options);
  const page = await context.newPage();
  await signIn(page, 'family_therapist');
  await ready(page);
  return { context, page };
}

/** The form for a contact with the nth family, reached as people reach it. */
async function openForm(page, nth = 0) {
  await page.goto('/contacts/new');
  const tiles = page.locator('a.tile, a[data-contact]');
  await tiles.nth(nth).click();
  await page.locator('form.contact-form').waitFor();
  return new URL(page.url()).pathname.replace(/\/new$/, '');
}

async function write(page, note) {
  await page.locator('[name=minutes][value="60"]').check();
  await page.locator('[name=note]').fill(note);
}

const save = (page) => page.locator('.contact-form .btn.primary').click();

async function listed(page, list, note) {
  await page.goto(list);
  return page.getByText(note, { exact: true }).count();
}

test('the usual visit takes four taps at most', async () => {
  const { page } = await therapist();
  const list = await openForm(page);
  await write(page, 'Den förra gången.');
  await save(page);
  await page.waitForURL(`**${list}?done=contact-logged`);

  let taps = 0;
  const tap = async (target) => {
    taps += 1;
    await target.tap();
  };
  await page.goto('/');
  await tap(page.locator('.bar .log'));
  await page.waitForURL('**/contacts/new');
  if (await page.locator('nav.tiles').count()) await tap(page.locator('nav.tiles a').first());
  await page.locator('form.contact-form').waitFor();
  await headings(page);
  await axe(page);
  await fits(page, 360);
  await screens(page, 'contact-new');
  await tap(page.locator('.contact-form .btn.primary'));
  await page.waitForURL('**/contacts?done=contact-logged');
  assert.ok(taps <= 4, `${taps} taps`);
  await headings(page);
  await axe(page);
  await fits(page, 360);
  await screens(page, 'contact-list');
});

test('offline in the middle, twice, and a server restart between: everything arrives exactly once', async () => {
  const { context, page } = await therapist();
  const list = await openForm(page);
  await write(page, 'Skrivet i trapphuset.');
  await context.setOffline(true);
  await save(page);
  await page.waitForURL('**/outbox');
  const first = page.locator('li.note', { hasText: 'Skrivet i trapphuset.' });
  await first.waitFor();
  assert.equal(await first.getAttribute('data-state'), 'waiting');
  await page.locator('.banner').waitFor();
  await axe(page);
  await fits(page, 360);
  await screens(page, 'outbox-offline');

  await hemma.server.stop();
  await context.setOffline(false);
  await page.locator('.banner').waitFor({ state: 'detached' });
  await hemma.server.start();
  await context.setOffline(true);

  // Reading and writing go on without the server.
  await page.goto('/offline/families');
  await page.locator('[data-list] h2').first().waitFor();
  await axe(page);
  await screens(page, 'families-offline');
  await page.goto(`${list}/new`);
  await page.locator('form.contact-form').waitFor();
  await headings(page);
  await axe(page);
  await write(page, 'Skrivet på bussen.');
  await save(page);
  await page.waitForURL('**/outbox');
  await page.locator('li.note', { hasText: 'Skrivet på bussen.' }).waitFor();
  await page.reload();
  await page.locator('li.note', { hasText: 'Skrivet på bussen.' }).waitFor();

  await context.setOffline(false);
  for (const row of await page.locator('li.note[data-state=waiting] .btn-row .btn:first-child').all()) {
    await row.click().catch(() => {});
  }
  await page.waitForFunction(() => document.querySelectorAll('li.note:not([data-state=sent])').length === 0);
  assert.equal(await listed(page, list, 'Skrivet i trapphuset.'), 1);
  assert.equal(await listed(page, list, 'Skrivet på bussen.'), 1);
  hemma.forgiveNetwork(page);
});

test('an answer that was lost on the way does not make two of one', async () => {
  const { context, page } = await therapist();
  let lost = 0;
  const list = await openForm(page);
  await context.route('**/contacts', async (route) => {
    if (route.request().method() !== 'POST' || lost > 0) return route.fallback();
    lost += 1;
    await route.fetch();
    return route.abort();
  });
  await write(page, 'Svaret kom bort.');
  await save(page);
  await page.waitForURL('**/outbox');
  const row = page.locator('li.note', { hasText: 'Kontakt' }).first();
  await page.locator('li.note .btn').first().click();
  await page.waitForFunction(() => !document.querySelector('li.note:not([data-state=sent])'));
  assert.equal(await row.getAttribute('data-state'), 'sent');
  assert.equal(lost, 1);
  assert.equal(await listed(page, list, 'Svaret kom bort.'), 1);
  hemma.forgiveNetwork(page);
});

test('another person on the same phone sees nothing of it, not even a count', async () => {
  const { context, page } = await therapist();
  const list = await openForm(page);
  await write(page, 'Bara för mina ögon.');
  await context.route('**/contacts', (route) =>
    route.request().method() === 'POST' ? route.abort() : route.fallback(),
  );
  await save(page);
  await page.waitForURL('**/outbox');
  await page.locator('.bar a[href="/outbox"] .badge').waitFor();
  await page.goto('/');
  await page.locator('html[data-ready]').waitFor({ state: 'attached' });
  await page.evaluate(() => document.querySelector('form[action="/sign-out"]').requestSubmit());
  await page.waitForURL('**/sign-in**');

  const other = await context.newPage();
  await signIn(other, 'family_therapist', 1);
  await ready(other);
  await other.locator('[data-empty]').waitFor();
  assert.equal(await other.locator('li.note').count(), 0);
  assert.equal(await other.locator('a[href="/outbox"] .badge').count(), 0);
  const raw = await other.evaluate(async () => {
    const db = await new Promise((done) => {
      const request = indexedDB.open('hemma');
      request.onsuccess = () => done(request.result);
    });
    const all = [];
    for (const name of db.objectStoreNames) {
      const rows = await new Promise((done) => {
        const request = db.transaction(name).objectStore(name).getAll();
        request.onsuccess = () => done(request.result);
      });
      for (const row of rows) {
        const bytes = row.sealed ? new TextDecoder().decode(row.sealed) : '';
        all.push(JSON.stringify({ ...row, key: String(row.key?.extractable) }) + bytes);
      }
    }
    const caches_ = await Promise.all(
      (await caches.keys()).map(async (name) => {
        const cache = await caches.open(name);
        const kept = await Promise.all((await cache.keys()).map((request) => cache.match(request)));
        return (await Promise.all(kept.map((one) => one.text()))).join('');
      }),
    );
    return all.join('\n') + caches_.join('');
  });
  assert.ok(!raw.includes('mina ögon') && !raw.includes('ögon'), 'nothing is readable on the phone');
  assert.ok(!raw.includes(list), 'nor which family it is about');
  assert.ok(raw.includes('"key":"false"'), 'the key cannot be read out');
  await other.evaluate(() => document.querySelector('form[action="/sign-out"]').requestSubmit());
  await other.waitForURL('**/sign-in**');

  await context.unroute('**/contacts');
  await signIn(page, 'family_therapist');
  await ready(page);
  await page.locator('li.note', { hasText: 'Kontakt' }).first().waitFor();
  await page.waitForFunction(() => !document.querySelector('li.note:not([data-state=sent])'));
  assert.equal(await listed(page, list, 'Bara för mina ögon.'), 1);
  hemma.forgiveNetwork(page);
  hemma.forgiveNetwork(other);
});

test('what cannot be taken is set aside with its text and the reason', async () => {
  const { page } = await therapist();
  await openForm(page, 0);
  const id = await page.locator('[name=id]').inputValue();
  await write(page, 'Den första familjen.');
  await save(page);
  await page.waitForURL('**/contacts?done=contact-logged');
  await openForm(page, 1);
  await page.locator('[name=id]').evaluate((field, value) => (field.value = value), id);
  await write(page, 'Hamnade i fel ärende.');
  await save(page);
  await page.waitForURL('**/outbox');
  const row = page.locator('li.note[data-state=aside]');
  await row.waitFor();
  assert.match(await row.innerText(), /Hamnade i fel ärende\./);
  assert.match(await row.innerText(), /redan sparat/);
  await axe(page);
  await screens(page, 'outbox-aside');
  await row.getByRole('button', { name: 'Ta bort' }).click();
  await page.locator('dialog[open]').getByRole('button', { name: 'Behåll' }).click();
  await row.waitFor();
  await row.getByRole('button', { name: 'Ta bort' }).click();
  await page.locator('dialog[open]').getByRole('button', { name: 'Ta bort texten' }).click();
  await row.waitFor({ state: 'detached' });
  hemma.forgiveNetwork(page);
});

test('a form with a fault is answered by the server, field by field', async () => {
  const { page } = await therapist();
  await openForm(page);
  await write(page, 'Fel dag.');
  await page.locator('[name=day]').fill('31 april');
  await save(page);
  await page.locator('.errors').waitFor();
  assert.equal(await page.locator('[name=note]').inputValue(), 'Fel dag.');
  await axe(page);
  hemma.forgiveNetwork(page);
});

test('a session that ends during a long edit loses nothing', async () => {
  const { page } = await therapist();
  const list = await openForm(page);
  await write(page, 'Först kort.');
  await save(page);
  await page.waitForURL('**/contacts?done=contact-logged');
  await page.locator('li.note', { hasText: 'Först kort.' }).getByRole('link').click();
  await page.locator('[name=note]').fill('Nu mycket längre, skrivet medan tiden gick.');
  await page.locator('.saved', { hasText: 'Sparat' }).waitFor();

  // A day later the session is long over; the page still stands open.
  world.today = '2026-11-24';
  await hemma.server.restart();
  await page.locator('[name=note]').fill('Nu mycket längre, skrivet medan tiden gick. Och ett ord till.');
  await page.locator('dialog[open]').waitFor();
  await screens(page, 'session-ended');
  await page.locator('dialog[open] [data-sign-in]').click();
  await page.locator('button[name=staff][data-role=family_therapist]').first().click();
  await page.locator('form.contact-form').waitFor();
  assert.equal(
    await page.locator('[name=note]').inputValue(),
    'Nu mycket längre, skrivet medan tiden gick. Och ett ord till.',
  );
  await save(page);
  await page.waitForURL('**/contacts?done=contact-changed');
  assert.equal(await listed(page, list, 'Nu mycket längre, skrivet medan tiden gick. Och ett ord till.'), 1);
  hemma.forgiveNetwork(page);
});

test('what waits when the session ends is sent after signing in again', async () => {
  const { page } = await therapist();
  const list = await openForm(page);
  await write(page, 'Sparat efter midnatt.');
  world.today = world.today === '2026-11-24' ? '2026-11-25' : '2026-11-24';
  await hemma.server.restart();
  await save(page);
  await page.waitForURL('**/sign-in**');
  await page.locator('button[name=staff][data-role=family_therapist]').first().click();
  await page.waitForURL('**/outbox');
  await page.waitForFunction(() => document.querySelector('li.note') && !document.querySelector('li.note:not([data-state=sent])'));
  assert.equal(await listed(page, list, 'Sparat efter midnatt.'), 1);
  hemma.forgiveNetwork(page);
});

test('one worker serves both languages, and the shell speaks the last one', async () => {
  const { context, page } = await therapist();
  const worker = () => page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).active.scriptURL);
  const first = await worker();
  await chooseLanguage(page, 'en');
  await ready(page);
  assert.equal(await worker(), first);
  await context.setOffline(true);
  await page.goto('/outbox');
  await page.locator('[data-view]').waitFor();
  assert.equal(await page.locator('html').getAttribute('lang'), 'en');
  hemma.forgiveNetwork(page);
});

test('the outbox survives that the browser is closed and opened again', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'hemma-browser-'));
  const open = () =>
    chromium.launchPersistentContext(folder, {
      executablePath: process.env.HEMMA_CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu'],
      baseURL: hemma.server.url,
      locale: 'sv-SE',
    });
  let context = await open();
  try {
    let page = await context.newPage();
    await signIn(page, 'family_therapist');
    await ready(page);
    await openForm(page);
    await write(page, 'Före omstarten.');
    await context.setOffline(true);
    await save(page);
    await page.waitForURL('**/outbox');
    await page.locator('li.note', { hasText: 'Före omstarten.' }).waitFor();
    await context.close();
    // A browser that opens again has a worker that no emulated network reaches before its first question is asked:
    // without the server there is none for anybody.
    await hemma.server.stop();
    context = await open();
    page = await context.newPage();
    await page.goto('/outbox');
    await page.locator('li.note[data-state=waiting]', { hasText: 'Före omstarten.' }).waitFor();
    await page.goto('/offline/families');
    await page.locator('[data-list] h2').first().waitFor();
  } finally {
    await context.close();
    await hemma.server.stop();
    await hemma.server.start();
    await rm(folder, { recursive: true, force: true });
  }
});
