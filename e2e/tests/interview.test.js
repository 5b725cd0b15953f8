// An interview on a telephone that loses its network: nothing that was said is lost, and it arrives once.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe, fits, headings, ready, screens, signIn, useHemma } from '../harness.js';

const hemma = useHemma({ context: { mobile: true } });

/** Waits for what a page does beside what it shows. */
async function until(holds) {
  for (let left = 100; left > 0; left -= 1) {
    if (await holds()) return;
    await new Promise((go) => setTimeout(go, 100));
  }
  throw new Error(`it never came: ${holds}`);
}

/** The first interview that nobody has begun, opened by an interviewer. */
async function opened() {
  const context = await hemma.context();
  const page = await context.newPage();
  await signIn(page, 'interviewer');
  await ready(page);
  await page.goto('/interviews');
  const links = await page.locator('main a[href^="/interviews/"]').evaluateAll((all) => all.map((it) => it.getAttribute('href')));
  let path;
  for (path of links) {
    await page.goto(path);
    // Whoever is best called now comes first, also where somebody has begun.
    if ((await page.locator('input[name=version]').first().inputValue()) === '0') break;
  }
  const kept = () => page.evaluate(async () => (await import('/static/js/interviews.js')).interviews());
  await until(async () => (await kept()).length > 0);
  return { context, page, path };
}

const progress = (page) => page.locator('#interview [role=status]').innerText();

test('an interview goes on without a network, is opened again without one, and arrives once', async () => {
  const { context, page, path } = await opened();
  assert.match(await page.locator('#timer').innerText(), /0/);
  await page.keyboard.press('1');
  await page.waitForURL('**item=2');
  await page.keyboard.press('ArrowLeft');
  await page.waitForURL('**item=1');
  await page.keyboard.press('ArrowRight');
  await page.waitForURL('**item=2');
  const before = await progress(page);
  await context.setOffline(true);
  await page.keyboard.press('2');
  const form = page.locator('form#whole');
  await form.waitFor();
  await headings(page);
  await axe(page);
  await fits(page, 360);
  await screens(page, 'interview-away');
  const chosen = () => form.locator('input:checked').evaluateAll((all) => all.map(({ value }) => value));
  assert.deepEqual((await chosen()).slice(0, 2), ['1', '2']);
  const third = form.locator('fieldset').nth(2).locator('input').first();
  await third.check();
  await form.locator('[name=note]').fill('Nätet försvann.');
  const draft = (place) =>
    page.evaluate(async (at) => {
      const { holder, kept } = await import('/static/js/vault.js');
      return kept(await holder(), at);
    }, place);
  await until(async () => JSON.stringify(await draft(`${path}/sheet`))?.includes('Nätet försvann.'));
  await page.locator('.saved.offline').waitFor();

  await page.goto(path);
  await form.waitFor();
  await page.locator('html[data-ready]').waitFor({ state: 'attached' });
  await axe(page);
  await fits(page, 360);
  assert.equal((await chosen()).length, 3);
  assert.equal(await form.locator('[name=note]').inputValue(), 'Nätet försvann.');
  await page.goto('/interviews');
  await page.locator(`a[href="${path}/sheet"]`).waitFor();
  await screens(page, 'interviews-away');
  await page.goto(path);
  await page.locator('html[data-ready]').waitFor({ state: 'attached' });
  await form.locator('[name=end][value="0"]').click();
  await page.waitForURL('**/outbox');
  const note = page.locator('li.note', { hasText: 'Nätet försvann.' });
  await note.and(page.locator('[data-state=waiting]')).waitFor();
  await screens(page, 'interview-outbox');

  await hemma.server.stop();
  await hemma.server.start();
  await context.setOffline(false);
  await note.locator('button').first().click();
  await page.locator('li.note[data-state=sent]').waitFor();
  await page.goto(path);
  assert.equal((await progress(page)).replace(/^\d+/, ''), before.replace(/^\d+/, ''));
  assert.match(await progress(page), /^3 /);
  assert.equal(await page.locator('#note').inputValue(), 'Nätet försvann.');
  hemma.forgiveNetwork(page);
});

test('all questions are answered on one page, and the interview ends', async () => {
  const { page, path } = await opened();
  await page.goto(`${path}/sheet`);
  await headings(page);
  await axe(page);
  await fits(page, 360);
  await screens(page, 'interview-sheet');
  const all = page.locator('form#whole fieldset');
  for (let at = 0; at < (await all.count()); at += 1) await all.nth(at).locator('input').first().check();
  await page.locator('[name=end][value="1"]').click();
  await page.waitForURL('**/interviews?done=interview-*');
  assert.equal(await page.locator(`a[href="${path}"]`).count(), 0);
});
