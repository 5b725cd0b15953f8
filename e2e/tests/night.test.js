// The sheets of a night without a network: open to whoever has the duty until it ends, and to nobody afterwards.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe, fits, ready, signIn, useHemma } from '../harness.js';

const hemma = useHemma({ server: { today: '2026-11-23' }, context: { mobile: true } });

const POOL = '00000000-0000-0000-0000-0000000000a1';
const CASE = '00000000-0000-0000-0000-0000000000c1';
const NIGHT = `/duty/${POOL}/night.json`;
const WATCH = `/duty/${POOL}/watch.json`;
const SECRET = 'Pappan har hotat att komma dit';
const SHEET = `<!doctype html><main id="main"><header class="page-head"><h1>Beredskapsblad</h1></header><p>${SECRET}</p></main>`;
const KEY = Buffer.alloc(32, 7).toString('base64');
const HOUR_S = 3_600;

/** Somebody on call for another hour. Whether a real night has begun is up to the hour, so that one is told here. */
async function onCall() {
  const context = await hemma.context();
  const page = await context.newPage();
  await signIn(page, 'family_therapist');
  await ready(page);
  const { owner, now } = await page.evaluate(() => ({ ...document.body.dataset }));
  const sheets = [{ url: `/cases/${CASE}/sheet`, code: 'BJÖ-26-001', label: 'Lingonstig', red_flags: true }];
  const told = { key: KEY, owner, until: Number(now) + HOUR_S, sheets };
  await context.route(`**${NIGHT}`, (route) => route.fulfill({ json: told }));
  await context.route(`**${WATCH}`, (route) => route.fulfill({ json: { owner, until: told.until } }));
  await context.route(`**/cases/${CASE}/sheet`, (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body: SHEET }));
  await page.evaluate((path) => import('/static/js/night.js').then(({ takeNight }) => takeNight(path)), NIGHT);
  await page.evaluate(() => navigator.serviceWorker.ready);
  return { context, page, told };
}

/** The turn changed hands meanwhile: the server says until when the giver may still look, and nothing where not at all. */
async function givenAway(context, told, until) {
  for (const path of [NIGHT, WATCH]) {
    await context.unroute(`**${path}`);
    const json = until ? { ...told, until } : { owner: told.owner, until: null };
    await context.route(`**${path}`, (route) => route.fulfill({ json }));
  }
}

const gone = async (page) => {
  for (let tries = 0; tries < 100 && (await held(page)).key; tries += 1) await page.waitForTimeout(50);
  return held(page);
};

/** What the device holds of the night, as anybody who takes the phone could read it. */
const held = (page) =>
  page.evaluate(async () => {
    const db = await new Promise((done) => {
      const request = indexedDB.open('hemma', 1);
      request.onsuccess = () => done(request.result);
    });
    const all = (name) =>
      new Promise((done) => {
        const request = db.transaction(name).objectStore(name).getAll();
        request.onsuccess = () => done(request.result);
      });
    const [keys, kept] = [await all('keys'), await all('kept')];
    const letters = (value) => (value instanceof ArrayBuffer ? new TextDecoder().decode(value) : value);
    return {
      key: keys.some(({ name }) => name === 'night'),
      readable: keys.some(({ key }) => key?.extractable),
      sheets: kept.some(({ name }) => name === 'night'),
      text: JSON.stringify([keys, kept], (_, value) => letters(value)),
    };
  });

async function offline(context, page, path) {
  await context.unroute(`**/cases/${CASE}/sheet`);
  await context.setOffline(true);
  await page.goto(path);
}

test('a sheet of the night opens without a network, sealed', async () => {
  const { context, page } = await onCall();
  const before = await held(page);
  assert.ok(before.key && before.sheets && !before.readable);
  assert.ok(!before.text.includes('hotat') && !before.text.includes('Lingonstig'));
  await offline(context, page, `/duty/${POOL}`);
  await page.getByText('Lingonstig').click();
  await page.getByText(SECRET).waitFor();
  await axe(page);
  await fits(page);
  await context.close();
});

test('when the duty is over nothing can be opened, and the key is gone', async () => {
  const { context, page } = await onCall();
  await page.clock.install({ time: Date.now() + (HOUR_S + 1) * 1_000 });
  await offline(context, page, `/cases/${CASE}/sheet`);
  await page.getByText('Inga blad finns på den här telefonen').waitFor();
  assert.equal(await page.getByText(SECRET).count(), 0);
  const after = await held(page);
  assert.ok(!after.key && !after.sheets && !after.text.includes('hotat'));
  await context.close();
});

test('who gave the night away keeps nothing of it once the server is reached, on whatever page', async () => {
  const { context, page, told } = await onCall();
  await givenAway(context, told, undefined);
  await page.goto('/outbox');
  const after = await gone(page);
  assert.ok(!after.key && !after.sheets && !after.text.includes('hotat'));
  await context.close();
});

test('a page that lies open forgets the night as soon as there is a network again', async () => {
  const { context, page, told } = await onCall();
  await page.goto('/outbox');
  await ready(page);
  await context.setOffline(true);
  assert.ok((await held(page)).key);
  await givenAway(context, told, undefined);
  await context.setOffline(false);
  assert.equal((await gone(page)).sheets, false);
  hemma.forgiveNetwork(page);
  await context.close();
});

test('who gave the night away keeps it for the hand-over and no longer', async () => {
  const { context, page, told } = await onCall();
  const sooner = told.until - HOUR_S / 2;
  await givenAway(context, told, sooner);
  const asked = page.waitForResponse(`**${NIGHT}`);
  await page.goto('/outbox');
  await asked;
  await ready(page);
  assert.ok((await held(page)).key);
  await page.clock.install({ time: (sooner + 1) * 1_000 });
  await offline(context, page, `/cases/${CASE}/sheet`);
  await page.getByText('Inga blad finns på den här telefonen').waitFor();
  const after = await held(page);
  assert.ok(!after.key && !after.sheets);
  await context.close();
});

test('a clock that is set back opens nothing', async () => {
  const { context, page } = await onCall();
  await page.clock.install({ time: Date.now() - 24 * HOUR_S * 1_000 });
  await offline(context, page, `/cases/${CASE}/sheet`);
  await page.getByText('Inga blad finns på den här telefonen').waitFor();
  assert.equal((await held(page)).key, false);
  await context.close();
});

test('somebody else on the same phone reads nothing of it', async () => {
  const { context, page } = await onCall();
  await context.clearCookies();
  await signIn(page, 'group_leader');
  await ready(page);
  const after = await held(page);
  assert.ok(!after.key && !after.sheets, 'the next who signs in takes its place');
  await offline(context, page, `/duty/${POOL}`);
  await page.getByText('Inga blad finns på den här telefonen').waitFor();
  assert.equal(await page.getByText('Lingonstig').count(), 0);
  await context.close();
});

test('a page that is left while it forgets the last person leaves nothing of the night', async () => {
  const { context, page } = await onCall();
  await context.clearCookies();
  // After the keys are gone the first page of the next person can do nothing more, as one that is left at that moment.
  await context.addInitScript(() => {
    if (location.pathname === '/outbox') return;
    const { clear } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.clear = function (...all) {
      this.transaction.addEventListener('complete', () => {
        IDBDatabase.prototype.transaction = () => {
          throw new Error('the page is gone');
        };
        sessionStorage.setItem('left', 'in the middle');
      });
      return clear.apply(this, all);
    };
  });
  await signIn(page, 'group_leader');
  await page.waitForFunction(() => sessionStorage.getItem('left'));
  await ready(page);
  const after = await held(page);
  assert.ok(!after.key && !after.sheets);
  await context.close();
});

test('a call begins without a network, is the same after a reload, and arrives once', async () => {
  const { context, page } = await onCall();
  const sent = [];
  let away = true;
  await context.route(`**/duty/${POOL}/calls/*`, (route) => {
    const request = route.request();
    if (request.method() !== 'POST') return route.continue();
    if (away) return route.abort('internetdisconnected');
    sent.push({ path: new URL(request.url()).pathname, fields: new URLSearchParams(request.postData()) });
    return route.fulfill({ json: {} });
  });
  await offline(context, page, `/duty/${POOL}`);
  await page.locator('li', { hasText: 'Lingonstig' }).locator('[data-call]').click();
  await page.locator('.call-timer', { hasText: /^\d+:\d\d$/ }).waitFor();
  await axe(page);
  await fits(page);
  await page.locator('label.tile', { has: page.locator('[name=child_safe][value=yes]') }).click();
  await page.locator('#reason').fill('Pappan ringer på dörren.');
  await page.locator('.saved.offline').waitFor();
  const { pathname, search } = new URL(page.url());
  await page.reload();
  await page.waitForFunction(() => document.querySelector('#reason')?.value === 'Pappan ringer på dörren.');
  assert.equal(new URL(page.url()).search, search, 'the same call');
  await page.locator('[data-end]').click();
  await page.waitForURL('**/outbox');
  await page.getByText('BJÖ-26-001').waitFor();
  away = false;
  await context.setOffline(false);
  await page.locator('[data-state=sent]').waitFor();
  assert.equal(sent.length, 1);
  const id = new URLSearchParams(search).get('id');
  assert.equal(sent[0].path, pathname.replace('new', id));
  const { case: family, child_safe: safe, do: done, ended, started } = Object.fromEntries(sent[0].fields);
  assert.deepEqual([family, safe, done], [CASE, 'yes', 'end']);
  assert.match(`${started} ${ended}`, /^\d\d:\d\d \d\d:\d\d$/);

  // Of a caller without a family nobody asks about a child.
  await offline(context, page, `/duty/${POOL}/calls/new`);
  await page.locator('#reason').waitFor();
  assert.equal(await page.locator('[name=child_safe], [name=step_used]').count(), 0);
  hemma.forgiveNetwork(page);
  await context.close();
});
