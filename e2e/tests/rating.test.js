// Somebody rates a colleague, once, by keyboard; what is missing is said and kept; nothing leads back to the rater.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe, fits, headings, screens, signIn, useHemma } from '../harness.js';

const hemma = useHemma();

test('a rating is answered by keyboard, told what is missing, and taken once', { timeout: 240_000 }, async () => {
  const page = await hemma.page();
  await signIn(page, 'family_therapist');
  await page.goto('/ratings');
  await headings(page);
  await axe(page);
  await fits(page, 320);
  await screens(page, 'ratings');
  const open = page.locator('ul.list a.btn.primary').first();
  assert.equal(await open.count(), 1, 'the demo asks its therapists about somebody');
  const address = await open.getAttribute('href');
  await open.click();
  await page.waitForURL(`**${address}`);
  await headings(page);
  await axe(page);
  await fits(page, 320);
  await screens(page, 'rating-form');

  // All but the last item: the first choice of each is taken with the space bar.
  const items = page.locator('form.rating fieldset');
  const count = await items.count();
  assert.ok(count > 5, `${count} items`);
  for (let number = 0; number < count - 1; number += 1) {
    await items.nth(number).locator('input').first().focus();
    await page.keyboard.press('Space');
  }
  await page.locator('form.rating button').focus();
  await page.keyboard.press('Enter');
  await page.locator('.errors').waitFor();
  // The browser reports the refusal, which is wanted here, as a failure of its own.
  hemma.forgive(page);
  await axe(page);
  await screens(page, 'rating-missing');
  assert.equal(await page.locator('.errors li').count(), 1, 'one is missing');
  assert.equal(await page.locator('form.rating input:checked').count(), count - 1, 'the others are kept');

  await page.locator('.errors a').click();
  await items.nth(count - 1).locator('input').first().check();
  await page.locator('form.rating button').click();
  await page.waitForURL('**/ratings/sent');
  await headings(page);
  await axe(page);
  await screens(page, 'rating-sent');

  // It cannot be answered or read again, and its address is no way back to what was said.
  await page.goto(address);
  assert.equal(await page.locator('form.rating').count(), 0, 'once is once');
  await page.goto('/ratings');
  assert.equal(await page.locator(`a[href="${address}"]`).count(), 0, 'it is not offered again');
});
