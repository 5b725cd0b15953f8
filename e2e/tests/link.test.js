// Somebody answers alone: on a telephone, without script, with a pause, until it is sent in.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe, fits, headings, screens, signIn, useHemma } from '../harness.js';

const hemma = useHemma();

/** An interviewer makes a link for the first in the queue who has none begun; gives address and code. */
async function made(layout) {
  const page = await hemma.page();
  await signIn(page, 'interviewer');
  await page.goto('/interviews');
  await page.locator('ul.list a.name').first().click();
  await page.locator('summary', { hasText: 'Gör en' }).click();
  await page.locator('select[name=layout]').selectOption(layout);
  await screens(page, `link-section-${layout}`);
  await page.locator('form[action$="/links"] button').click();
  await page.locator('[data-link]').waitFor();
  await axe(page);
  await screens(page, `link-made-${layout}`);
  const address = new URL((await page.locator('[data-link]').innerText()).trim());
  const code = (await page.locator('[data-code]').innerText()).trim();
  return { path: address.pathname, code, page };
}

async function open(page, link) {
  await page.goto(link.path);
  await page.locator('input[name=code]').fill(link.code);
  await page.locator('button').click();
}

test('a whole questionnaire is answered by a link, without script, with a pause', { timeout: 240_000 }, async () => {
  const link = await made('one');
  const first = await hemma.page({ mobile: true });
  await first.goto(link.path);
  await headings(first);
  await axe(first);
  await fits(first, 320);
  await screens(first, 'link-code');
  await open(first, link);
  await headings(first);
  await axe(first);
  await fits(first, 320);
  await screens(first, 'link-question');
  const small = await first.locator('.choices button, .steps a').evaluateAll((all) =>
    all.map((one) => one.getBoundingClientRect().height).filter((height) => height < 48),
  );
  assert.deepEqual(small, [], 'targets are large');

  // Another telephone, an old one: no script. The first one's seat is taken.
  const plain = await hemma.page({ mobile: true, javaScriptEnabled: false });
  await open(plain, link);
  const count = Number(await plain.locator('progress').getAttribute('max'));
  const done = Number(await plain.locator('progress').getAttribute('value'));
  const half = Math.floor((count + done) / 2);
  for (let number = done; number < half; number += 1) {
    await plain.locator('.choices button[value="4"]').click();
  }
  await first.goto(link.path);
  assert.equal(await first.locator('input[name=code]').count(), 1, 'one sits at a link');

  // Closed and opened again: it goes on where it stopped.
  const again = await hemma.page({ mobile: true, javaScriptEnabled: false });
  await open(again, link);
  assert.equal(Number(await again.locator('progress').getAttribute('value')), half);
  for (let number = half; number < count; number += 1) {
    await again.locator('.choices button:not(.out)').last().click();
  }
  await again.waitForURL(/finish/);
  await again.locator('a', { hasText: 'Ändra ett svar' }).click();
  await again.locator('.choices button.out').last().click();
  await again.goto(`${link.path}/finish`);
  await screens(again, 'link-finish');
  await again.locator('button').click();
  assert.match(await again.locator('main').innerText(), /Svaren är skickade/);
  await open(again, link).catch(() => undefined);
  assert.match(await again.locator('main').innerText(), /Svaren är skickade/);
  await screens(again, 'link-thanks');
  assert.ok(!hemma.server.log.includes(link.path), 'no address in the log');
});

test('a list is answered at once and says what is missing', async () => {
  const link = await made('list');
  const page = await hemma.page({ mobile: true, javaScriptEnabled: false });
  await open(page, link);
  await screens(page, 'link-list');
  const all = page.locator('fieldset');
  const count = await all.count();
  for (let at = 0; at < count - 1; at += 1) {
    await all.nth(at).locator('label:not(.out)').last().click();
  }
  await page.locator('button.go').click();
  assert.match(await page.locator('main').innerText(), /1 fråga saknar svar/);
  await page.locator('a', { hasText: 'Till frågan som saknar svar' }).click();
  assert.equal(await page.locator('input:checked').count(), count - 1);
});
